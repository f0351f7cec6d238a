import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lines } from './transcript.ts';

const pieceLength = 1 << 17;
const heldInMemory = 1 << 24;

/** Lines in memory, and, when they become many, in a file that nobody else can open. */
export class SpooledLines implements Lines {
  #pieces: Buffer[] = [];
  #held = 0;
  #pending = '';
  #file: number | undefined;
  #written = 0;

  append(line: string): void {
    this.#pending += `${line}\n`;
    if (this.#pending.length >= pieceLength) this.#settle();
  }

  /** All lines, in pieces that end with one. May be asked for once. */
  async *pieces(): AsyncGenerator<string> {
    this.#settle();
    if (this.#file !== undefined) yield* this.#fromFile(this.#file);
    for (const piece of this.#pieces) yield piece.toString();
    this.#pieces = [];
  }

  #settle(): void {
    if (this.#pending === '') return;
    const piece = Buffer.from(this.#pending);
    this.#pending = '';
    this.#pieces.push(piece);
    this.#held += piece.length;
    if (this.#held > heldInMemory) this.#spill();
  }

  #spill(): void {
    this.#file ??= anonymousFile();
    for (const piece of this.#pieces) this.#written += writeSync(this.#file, piece);
    this.#pieces = [];
    this.#held = 0;
  }

  *#fromFile(file: number): Generator<string> {
    const buffer = Buffer.allocUnsafe(pieceLength * 8);
    let rest = Buffer.alloc(0);
    for (let at = 0; at < this.#written;) {
      const length = readSync(file, buffer, 0, buffer.length, at);
      at += length;
      const read = Buffer.concat([rest, buffer.subarray(0, length)]);
      const end = read.lastIndexOf(10) + 1;
      rest = read.subarray(end);
      if (end > 0) yield read.toString('utf8', 0, end);
    }
    closeSync(file);
  }
}

/** A file without a name: gone with the process, however that ends. */
function anonymousFile(): number {
  const path = join(tmpdir(), `mtlscope-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}
