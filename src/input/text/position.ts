import type { Chunks } from '../bytes/chunks.ts';
import { newline } from '../locate/line-index.ts';
import type { TextPosition } from '../unusable.ts';

/** Line and column (in bytes) of a byte offset. */
export async function positionAt(chunks: Chunks, offset: number): Promise<TextPosition> {
  let line = 1;
  let lineStart = 0;
  let before = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length && before + at < offset; at++) {
      if (chunk[at] !== newline) continue;
      line += 1;
      lineStart = before + at + 1;
    }
    before += chunk.length;
    if (before >= offset) break;
  }
  return { line, column: Math.max(1, Math.min(offset, before) - lineStart + 1) };
}
