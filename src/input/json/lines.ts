/**
 * Finds the line and column of an offset in bytes that come piece by piece. Both count from 1; a column counts
 * characters (code points of UTF-8), a line ends with a newline.
 */
export class LineCounter {
  line = 1;
  column = 1;
  readonly #offset: number;
  #read = 0;

  constructor(offset: number) {
    this.#offset = offset;
  }

  /** The next bytes; answers whether the offset has been reached, and more would change nothing. */
  feed(chunk: Uint8Array): boolean {
    const end = Math.min(chunk.length, this.#offset - this.#read);
    const lineStart = chunk.subarray(0, end).lastIndexOf(10) + 1;
    if (lineStart > 0) {
      this.line += newlines(chunk, lineStart);
      this.column = 1;
    }
    for (let at = lineStart; at < end; at += 1) {
      // The bytes after the first of a character are 10xxxxxx.
      if (((chunk[at] ?? 0) & 0xc0) !== 0x80) this.column += 1;
    }
    this.#read += chunk.length;
    return this.#read >= this.#offset;
  }
}

function newlines(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = 0; at < end; at += 1) if (bytes[at] === 10) count += 1;
  return count;
}
