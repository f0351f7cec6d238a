import type { EdgeData, EdgeRow } from './data.ts';

/** What a person wants to see. */
export interface Wanted {
  readonly query: string;
  readonly namespace: string;
  /** Places in the list of outcomes. */
  readonly outcomes: ReadonlySet<number>;
}

/** The rows that are wanted. Texts are searched once each, not once per row: they are far fewer. */
export function wantedRows(data: EdgeData, { query, namespace, outcomes }: Wanted): EdgeRow[] {
  const lower = data.texts.map((text) => text.toLowerCase());
  const place = namespace === '' ? -1 : data.texts.indexOf(namespace);
  const tests = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => wordTest(lower, word));
  return data.rows.filter(
    (row) => outcomes.has(row[4]) && (place < 0 || row[6].includes(place)) && tests.every((test) => test(row)),
  );
}

function wordTest(texts: readonly string[], word: string): (row: EdgeRow) => boolean {
  const [, end, rest = word] = /^(from|to):(.*)$/u.exec(word) ?? [];
  const hits = new Set(texts.flatMap((text, at) => (text.includes(rest) ? [at] : [])));
  if (end === 'from') return (row) => hits.has(row[1]);
  if (end === 'to') return (row) => hits.has(row[2]) || hits.has(row[3]);
  return (row) => hits.has(row[1]) || hits.has(row[2]) || hits.has(row[3]) || hits.has(row[5]);
}

export type SortKey = 'from' | 'to' | 'server' | 'outcome' | 'why';

const columnOf = { from: 1, to: 2, server: 3, outcome: 4, why: 5 } as const;

/** Sorts rows in place; rows that are equal keep their order, which is the worst first. */
export function sortRows(data: EdgeData, rows: EdgeRow[], key: SortKey, descending: boolean): void {
  const column = columnOf[key];
  // Outcomes are numbered from the worst; texts are ranked once, as comparing them for each pair is slow.
  const rank = key === 'outcome' ? undefined : ranks(data.texts);
  const of = (row: EdgeRow): number => (rank === undefined ? row[column] : (rank[row[column]] ?? 0));
  rows.sort((one, other) => (descending ? of(other) - of(one) : of(one) - of(other)));
}

function ranks(texts: readonly string[]): Uint32Array {
  const order = texts.map((_, at) => at).toSorted((one, other) => ((texts[one] ?? '') < (texts[other] ?? '') ? -1 : 1));
  const rank = new Uint32Array(texts.length);
  for (const [at, text] of order.entries()) rank[text] = at;
  return rank;
}
