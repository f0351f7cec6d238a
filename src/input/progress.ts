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
  /** How many bytes the files held that were packed, as far as they were read. */
  readonly unpacked?: number;
}

/** Called after every piece that was read (a MiB at most), and after every file. */
export type OnProgress = (progress: Progress) => void;

/** Of what was unpacked, so much is told at once. */
const step = 1 << 22;

/** Counts what is read of some files, one after the other. */
export class ReadCounter {
  readonly #sizes: readonly (number | undefined)[];
  readonly #ofBytes: number | undefined;
  readonly #tell: OnProgress;
  #files = 0;
  /** Of the files that are read, and of the one that is being read. */
  #before = 0;
  #within = 0;
  #unpacked = 0;

  constructor(files: readonly OpenFile[], tell: OnProgress) {
    this.#sizes = files.map(sizeOf);
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

  /** What a packed file holds, counted likewise: that may be very much, while little of the file is read. */
  async *unpacked(chunks: Chunks): AsyncGenerator<Uint8Array> {
    let told = this.#unpacked;
    for await (const chunk of chunks) {
      yield chunk;
      this.#unpacked += chunk.length;
      if (this.#unpacked < told + step) continue;
      told = this.#unpacked;
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
      ...(this.#unpacked > 0 && { unpacked: this.#unpacked }),
    });
  }
}

/** Adds up what is read of several files at once. */
export class ReadTally {
  readonly #tell: OnProgress;
  readonly #ofFiles: number;
  readonly #ofBytes: number | undefined;
  /** Of each file that was begun. */
  readonly #counted = new Map<OpenFile, number>();
  #bytes = 0;
  #files = 0;

  constructor(files: readonly OpenFile[], tell: OnProgress) {
    this.#tell = tell;
    this.#ofFiles = files.length;
    this.#ofBytes = sum(files.map(sizeOf));
  }

  /** Counts what is read of one of the files. */
  counterOf(file: OpenFile): ReadCounter {
    return new ReadCounter([file], (progress) => this.count(file, progress));
  }

  /** Takes what somebody else has counted of one of the files: `files` is 1 when it is read, after which nothing comes. */
  count(file: OpenFile, { bytes, files }: Pick<Progress, 'bytes' | 'files'>): void {
    this.#bytes += bytes - (this.#counted.get(file) ?? 0);
    this.#counted.set(file, bytes);
    this.#files += files;
    this.#tell({ files: this.#files, ofFiles: this.#ofFiles, bytes: this.#bytes, ofBytes: this.#ofBytes });
  }
}

/** Bytes of a file; undefined where it does not tell. */
function sizeOf({ path }: OpenFile): number | undefined {
  return path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.size;
}

function sum(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce((all, size) => (all === undefined || size === undefined ? undefined : all + size), 0);
}
