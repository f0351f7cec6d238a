import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { systemReason } from '../../input/unusable.ts';

const mostInMemory = 1 << 24;

/** Where something lies in a spool, in bytes. */
export type Stretch = readonly [at: number, length: number];

/** Bytes kept until they are wanted: in memory, and, when they become many, in a file that nobody else can open. */
export class Spool {
  readonly #held = new Map<number, Uint8Array>();
  #end = 0;
  #file: number | undefined;

  /** `file`: one that is there already, by its descriptor; everything goes there at once. */
  constructor(file?: number) {
    this.#file = file;
  }

  append(bytes: Uint8Array): Stretch {
    const at = this.#end;
    this.#end += bytes.length;
    if (this.#file === undefined) {
      this.#held.set(at, bytes);
      if (this.#end > mostInMemory) this.#spill();
    } else write(this.#file, bytes, at);
    return [at, bytes.length];
  }

  /** What was appended as one piece. */
  read([at, length]: Stretch): Uint8Array {
    if (this.#file === undefined) return this.#held.get(at) ?? new Uint8Array();
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let read = 0; read < length;) read += readSync(this.#file, bytes, read, length - read, at + read);
    return bytes;
  }

  /** Lets go of everything. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#held.clear();
  }

  #spill(): void {
    this.#file = anonymousFile();
    for (const [at, bytes] of this.#held) write(this.#file, bytes, at);
    this.#held.clear();
  }
}

function write(file: number, bytes: Uint8Array, at: number): void {
  explained(() => {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(file, bytes, written, bytes.length - written, at + written);
    }
  });
}

/** A file without a name, by its descriptor: gone with the process, however that ends. */
export function anonymousFile(): number {
  return explained(() => {
    const path = join(tmpdir(), `mtlscope-${randomUUID()}`);
    const file = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return file;
  });
}

/** Does what may not be possible; throws an `InputError` then. */
function explained<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const todo = 'Make room there, or name another folder with TMPDIR.';
    const what = `what was read cannot be kept in the folder for temporary files: ${systemReason(error)}`;
    throw new InputError({ what, todo }, { cause: error });
  }
}
