import type { InspectionRecord } from '../../inspection/records.ts';
import type { ModeRecord } from '../../inspection/mode-record.ts';
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
  const proxies = ofKind(records, 'proxy');
  const several = proxies.length > 1;
  const sections = [
    section(page, proxyTable, proxies, true),
    section(page, modeTable, ofKind(records, 'mode').toSorted(othersLast), several),
    section(page, listenerTable, ofKind(records, 'listener'), several),
    section(page, clusterTable, ofKind(records, 'cluster'), several),
    section(page, endpointTable, ofKind(records, 'endpoints'), several),
    section(page, secretTable, ofKind(records, 'secret'), several),
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

/** The first column names the proxy; where there is only one, that column says nothing. */
function section<Fact>(
  page: Page,
  { title, heading, rows }: FactTable<Fact>,
  facts: readonly Fact[],
  several: boolean,
): string[] {
  const cells: readonly (readonly Cell[])[] = facts.flatMap(rows).map((row) => (several ? row : row.slice(1)));
  if (cells.length === 0) return [];
  return [paint(page, [span(title, 'strong')]), ...table(page, several ? heading : heading.slice(1), cells)];
}

/** Within a proxy, what holds for all other ports comes behind the ports that are named. */
function othersLast(one: ModeRecord, other: ModeRecord): number {
  if (one.proxy !== other.proxy) return 0;
  return Number(one.port === undefined) - Number(other.port === undefined);
}

function noteSection(page: Page, notes: readonly NoteRecord[]): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap(({ proxy, code, text }) =>
    hang(page, spans(span('! ', 'doubt')), spans(span(proxy, 'strong'), ` ${code}: ${text}`), 2),
  );
  return [paint(page, [span('Notes', 'strong')]), ...lines];
}
