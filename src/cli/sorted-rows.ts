import type { Cell } from '../report/text/table.ts';
import { Spool, type Stretch } from './pages/spool.ts';

/** So many rows are written at once. */
const most = 256;

const parse: (text: string) => readonly (readonly Cell[])[] = JSON.parse;

/** Rows of one rank, in their order: those that were written, and the last ones. */
interface Rank {
  readonly written: Stretch[];
  rows: (readonly Cell[])[];
}

/** Rows of a table by their ranks, the lowest first, kept in a file when they become many. */
export class SortedRows implements Iterable<readonly Cell[]> {
  readonly #spool = new Spool();
  readonly #ranks = new Map<number, Rank>();

  add(rank: number, row: readonly Cell[]): void {
    const own = this.#ranks.get(rank) ?? { written: [], rows: [] };
    this.#ranks.set(rank, own);
    own.rows.push(row);
    if (own.rows.length < most) return;
    own.written.push(this.#spool.append(Buffer.from(JSON.stringify(own.rows))));
    own.rows = [];
  }

  *[Symbol.iterator](): Generator<readonly Cell[]> {
    for (const [, { written, rows }] of [...this.#ranks].toSorted(([one], [other]) => one - other)) {
      for (const stretch of written) yield* parse(Buffer.from(this.#spool.read(stretch)).toString('utf8'));
      yield* rows;
    }
  }

  /** What stands in the cells. */
  *texts(): Generator<string> {
    for (const row of this) for (const cell of row) yield typeof cell === 'string' ? cell : cell.text;
  }

  close(): void {
    this.#spool.close();
  }
}
