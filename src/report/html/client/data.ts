/** What the report hands to its script. Shared by both: this file runs in the browser and in Node. */

/** Id, from, to, server, outcome, why, namespaces, and 1 where the edge is explained; numbers index `texts`. */
export type EdgeRow = readonly [
  id: string,
  from: number,
  to: number,
  server: number,
  outcome: number,
  why: number,
  namespaces: readonly number[],
  explained: 0 | 1,
];

export interface EdgeData {
  readonly texts: readonly string[];
  /** Worst first. */
  readonly outcomes: readonly { readonly outcome: string; readonly name: string; readonly mark: string }[];
  /** Worst first. */
  readonly rows: readonly EdgeRow[];
}
