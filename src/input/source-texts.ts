import type { SourceId } from '../evidence.ts';
import type { Chunks } from './bytes/chunks.ts';
import { expand } from './expand.ts';
import type { Limits } from './limits.ts';
import type { OpenFile } from './open-files.ts';

/** Texts up to this size are kept while they are read, as long as there is room: they are looked up in no time. */
const mostOfOne = 1 << 20;
const mostOfAll = 1 << 23;

/** Remembers where each source came from, so that its text can be opened again to look something up. */
export class SourceTexts {
  readonly #limits: Limits;
  readonly #origins = new Map<SourceId, { readonly file: OpenFile; readonly index: number }>();
  readonly #kept = new Map<SourceId, Buffer>();
  #room = mostOfAll;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** `index`: which of the file's contents it is, where the file is an archive. */
  add(source: SourceId, file: OpenFile, index: number): void {
    this.#origins.set(source, { file, index });
  }

  /** The decompressed bytes of a source, which are kept where they are few. */
  async *keeping(source: SourceId, chunks: Chunks): AsyncGenerator<Uint8Array> {
    let pieces: Buffer[] | undefined = [];
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > Math.min(mostOfOne, this.#room)) pieces = undefined;
      pieces?.push(Buffer.from(chunk));
      yield chunk;
    }
    if (pieces === undefined) return;
    this.#kept.set(source, Buffer.concat(pieces, size));
    this.#room -= size;
  }

  /** The decompressed bytes of a source, from the start; none for a source that was never read. */
  async *open(source: SourceId): AsyncGenerator<Uint8Array> {
    const kept = this.#kept.get(source);
    if (kept !== undefined) {
      yield kept;
      return;
    }
    const origin = this.#origins.get(source);
    if (origin === undefined) return;
    let index = 0;
    for await (const plain of expand(origin.file.reopen(), this.#limits, origin.file.path)) {
      if (index === origin.index && plain.kind === 'plain') {
        yield* plain.chunks;
        return;
      }
      index += 1;
    }
  }
}
