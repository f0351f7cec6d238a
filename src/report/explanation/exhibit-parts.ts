import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import { printable } from '../../printable.ts';

/** A piece of evidence taken apart for people. */
export interface ExhibitParts {
  /** `file:line:column`, as editors open it; the file alone where it was not looked up. */
  readonly place: string;
  /** Why it is shown; empty where that goes without saying. */
  readonly note: string;
  /** The excerpt without the indentation that its lines share; safe to print. */
  readonly lines: readonly string[];
}

/** What is shown of a piece of evidence. */
export function exhibitParts({ source, line, column, excerpt = '', note, absent }: EvidenceRecord): ExhibitParts {
  const remarks = [note, absent === undefined ? undefined : `nothing at ${absent.slice(1)} there`];
  return {
    place: line === undefined ? source : `${source}:${line}:${column ?? 1}`,
    note: remarks.filter((remark) => remark !== undefined).join('; '),
    lines: excerpt === '' ? [] : dedented(excerpt),
  };
}

function dedented(excerpt: string): string[] {
  const lines = excerpt
    .replace(/\n$/u, '')
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', '  ')));
  const common = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/u)));
  return lines.map((line) => line.slice(common));
}
