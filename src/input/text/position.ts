import type { Chunks } from '../bytes/chunks.ts';
import type { TextPosition } from '../unusable.ts';

/** Line and column (in bytes) of a byte offset. */
export async function positionAt(chunks: Chunks, offset: number): Promise<TextPosition> {
  let line = 1;
  let lineStart = 0;
  let before = 0;
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(10); at >= 0 && before + at < offset; at = chunk.indexOf(10, at + 1)) {
      line += 1;
      lineStart = before + at + 1;
    }
    before += chunk.length;
    if (before >= offset) break;
  }
  return { line, column: Math.max(1, Math.min(offset, before) - lineStart + 1) };
}
