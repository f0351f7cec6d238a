import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import { printable } from '../../printable.ts';
import { span } from '../text/ink.ts';
import { columns, paint, spans, type Page } from '../text/page.ts';
import { hang, pieces } from '../text/wrap.ts';

/** A line of a dump is cut here in a pipe; a certificate on one line helps nobody. */
const longestLine = 160;

/** A piece of evidence: where it stands, why it is shown, and the lines themselves. */
export function exhibit(page: Page, evidence: EvidenceRecord, indent: number): string[] {
  const { source, pointer, absent, line, column, excerpt } = evidence;
  const place = line === undefined ? source : `${source}:${line}:${column ?? 1}`;
  const remarks = [evidence.note, absent === undefined ? undefined : `nothing at ${absent.slice(1)} there`];
  const note = remarks.filter((remark) => remark !== undefined).join('; ');
  return [
    ...hang(page, [], spans(span(place, 'code'), '  ', span(pointer, 'dim')), indent),
    ...(note === '' ? [] : hang(page, [], spans(span(`(${note})`, 'dim')), indent)),
    ...excerptLines(page, excerpt ?? '', indent + 2),
  ];
}

function excerptLines(page: Page, excerpt: string, indent: number): string[] {
  if (excerpt === '') return [];
  const lines = excerpt
    .replace(/\n$/u, '')
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', '  ')));
  const common = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/u)));
  const room = page.width === undefined ? longestLine : Math.max(page.width - indent, 20);
  return lines.map((line) => paint(page, [span(' '.repeat(indent)), span(cut(page, line.slice(common), room))]));
}

function cut(page: Page, line: string, room: number): string {
  if (columns(page, [span(line)]) <= room) return line;
  const [start] = pieces({ ...page, width: room }, [span(line)], room - 1);
  return `${start?.text ?? ''}…`;
}
