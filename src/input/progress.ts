import { statSync } from 'node:fs';
import type { Chunks } from './bytes/chunks.ts';
import type { OpenFile } from './open-files.ts';

/** How far reading has come; bytes are those of the files as they lie there, packed or not. */
export interface Progress {
  /** How many files are read, that which is being read not among them. */
  readonly files: number;
  readonly ofFiles: number;
  readonly bytes: number;
  /** Of all files; undefined where one does not tell, as a pipe does not. */
  readonly ofBytes: number | undefined;
}

/** Called after every piece that was read (a MiB at most), and after every file. */
export type OnProgress = (progress: Progress) => void;

/** Counts what is read of some files, one after the other. */
export class ReadCounter {
  readonly #sizes: readonly (number | undefined)[];
  readonly #ofBytes: number | undefined;
  readonly #tell: OnProgress;
  #files = 0;
  /** Of the files that are read, and of the one that is being read. */
  #before = 0;
  #within = 0;

  constructor(files: readonly OpenFile[], tell: OnProgress) {
    this.#sizes = files.map(({ path }) =>
      path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.size,
    );
    this.#ofBytes = sum(this.#sizes);
    this.#tell = tell;
  }

  /** The same bytes, each piece counted when the next is asked for. */
  async *counted(chunks: Chunks): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      yield chunk;
      this.#within += chunk.length;
      this.#say();
    }
  }

  /** A file is read, be it that not all of its bytes were wanted. */
  fileIsRead(): void {
    this.#before += this.#sizes[this.#files] ?? this.#within;
    this.#within = 0;
    this.#files += 1;
    this.#say();
  }

  #say(): void {
    this.#tell({
      files: this.#files,
      ofFiles: this.#sizes.length,
      bytes: this.#before + this.#within,
      ofBytes: this.#ofBytes,
    });
  }
}

function sum(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce((all, size) => (all === undefined || size === undefined ? undefined : all + size), 0);
}
