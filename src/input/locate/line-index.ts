import type { TextPosition } from '../unusable.ts';

export const newline = 10;
const searchedAtOnce = 1 << 20;

/** Finds the line of an offset in a text that is held in memory. Columns count characters, from 1. */
export class LineIndex {
  readonly #bytes: Buffer;
  #starts: number[] | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  at(offset: number): TextPosition {
    this.#starts ??= startsOf(this.#bytes);
    const line = lastAtMost(this.#starts, offset);
    const start = this.#starts[line] ?? 0;
    return { line: line + 1, column: columnIn(this.#bytes.subarray(start, offset)) };
  }
}

/** The column after the given start of a line; a very long line counts in bytes. */
function columnIn(lineStart: Uint8Array): number {
  return lineStart.length > 1 << 20 ? lineStart.length + 1 : Buffer.from(lineStart).toString('utf8').length + 1;
}

/** By a string's own search, which is quick from the first call on; a piece at a time, as it is a copy. */
function startsOf(bytes: Buffer): number[] {
  const starts = [0];
  for (let from = 0; from < bytes.length; from += searchedAtOnce) {
    const text = bytes.toString('latin1', from, from + searchedAtOnce);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(from + at + 1);
  }
  return starts;
}

/** Index of the last number that is not greater than `wanted`, in ascending numbers that begin with 0. */
function lastAtMost(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
