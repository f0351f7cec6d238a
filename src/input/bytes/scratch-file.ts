import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { systemReason } from '../unusable.ts';

/** Closes files that nobody has any more. */
const abandoned = new FinalizationRegistry<number>((file) => closeSync(file));

/** A file for what memory has no room for: nobody else can open it, and it is gone with the process. */
export class ScratchFile {
  readonly #file: number;
  #end = 0;

  /** `file`: one that is there already, by its descriptor. */
  constructor(file?: number) {
    this.#file = file ?? anonymousFile();
    if (file === undefined) abandoned.register(this, this.#file, this);
  }

  /** Answers where the bytes begin. */
  append(bytes: Uint8Array): number {
    const at = this.#end;
    this.#end += bytes.length;
    explained(() => {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.#file, bytes, written, bytes.length - written, at + written);
      }
    });
    return at;
  }

  /** Fills `bytes` with what begins at `at`, as far as there is so much. */
  read(bytes: Uint8Array, at: number): void {
    for (let read = 0; read < bytes.length;) {
      const more = readSync(this.#file, bytes, read, bytes.length - read, at + read);
      if (more === 0) return;
      read += more;
    }
  }

  close(): void {
    abandoned.unregister(this);
    closeSync(this.#file);
  }
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
