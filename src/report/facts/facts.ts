import type { InspectionRecord } from '../../inspection/records.ts';
import type { NoteRecord } from '../../inspection/note-record.ts';
import { span } from '../text/ink.ts';
import { paint, spans, type Page } from '../text/page.ts';
import { table, type Cell } from '../text/table.ts';
import { hang } from '../text/wrap.ts';
import {
  clusterTable,
  endpointTable,
  listenerTable,
  modeTable,
  proxyTable,
  secretTable,
  type FactTable,
} from './fact-tables.ts';

/** Facts as tables, a section for each kind that is there, then the notes. */
export function factReport(page: Page, records: readonly InspectionRecord[]): string[] {
  const sections = [
    section(page, proxyTable, ofKind(records, 'proxy')),
    section(page, modeTable, ofKind(records, 'mode')),
    section(page, listenerTable, ofKind(records, 'listener')),
    section(page, clusterTable, ofKind(records, 'cluster')),
    section(page, endpointTable, ofKind(records, 'endpoints')),
    section(page, secretTable, ofKind(records, 'secret')),
    noteSection(page, ofKind(records, 'note')),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

type OfKind<Kind extends InspectionRecord['kind']> = Extract<InspectionRecord, { readonly kind: Kind }>;

function ofKind<Kind extends InspectionRecord['kind']>(
  records: readonly InspectionRecord[],
  kind: Kind,
): OfKind<Kind>[] {
  return records.filter((record): record is OfKind<Kind> => record.kind === kind);
}

function section<Fact>(page: Page, { title, heading, rows }: FactTable<Fact>, facts: readonly Fact[]): string[] {
  const cells: readonly (readonly Cell[])[] = facts.flatMap(rows);
  return cells.length === 0 ? [] : [paint(page, [span(title, 'strong')]), ...table(page, heading, cells)];
}

function noteSection(page: Page, notes: readonly NoteRecord[]): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap(({ proxy, code, text }) =>
    hang(page, spans(span('! ', 'doubt')), spans(span(proxy, 'strong'), ` ${code}: ${text}`), 2),
  );
  return [paint(page, [span('Notes', 'strong')]), ...lines];
}
