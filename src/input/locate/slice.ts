import type { Chunks } from '../bytes/chunks.ts';
import type { TextPosition } from '../unusable.ts';
import { Children } from './children.ts';
import { LineIndex, newline } from './line-index.ts';

/** A stretch of a text. */
export interface Slice {
  readonly bytes: Buffer;
  /** What stands in it, if it is JSON. */
  readonly children: Children;
  /** Line and column, in the whole text, of an offset in `bytes`. */
  readonly positionOf: (offset: number) => TextPosition;
}

/** Takes [start, end) out of a text of any size, counting the lines before it. */
export async function sliceOf(chunks: Chunks, start: number, end: number): Promise<Slice> {
  const pieces: Buffer[] = [];
  const before = { lines: 0, lineStart: 0 };
  let offset = 0;
  for await (const chunk of chunks) {
    const until = start - offset;
    // A plain loop: lines of a dump are so short that a search for each costs more than looking at every byte.
    for (let at = 0; at < until && at < chunk.length; at++) {
      if (chunk[at] !== newline) continue;
      before.lines += 1;
      before.lineStart = offset + at + 1;
    }
    if (chunk.length > until) pieces.push(Buffer.from(chunk.subarray(Math.max(0, until), end - offset)));
    offset += chunk.length;
    if (offset >= end) break;
  }
  const bytes = Buffer.concat(pieces);
  return {
    bytes,
    children: new Children(bytes),
    positionOf(at) {
      const { line, column } = new LineIndex(bytes).at(at);
      return line === 1
        ? { line: before.lines + 1, column: start - before.lineStart + column }
        : { line: before.lines + line, column };
    },
  };
}

/** The rest of a text that is held, from an offset on. */
export function sliceFrom(bytes: Buffer, lines: LineIndex, start: number): Slice {
  const rest = bytes.subarray(start);
  return { bytes: rest, children: new Children(rest), positionOf: (offset) => lines.at(start + offset) };
}
