import type { SourceId } from '../evidence.ts';
import { expand } from './expand.ts';
import type { Limits } from './limits.ts';
import type { OpenFile } from './open-files.ts';

/** Remembers where each source came from, so that its text can be opened again to look something up. */
export class SourceTexts {
  readonly #limits: Limits;
  readonly #origins = new Map<SourceId, { readonly file: OpenFile; readonly index: number }>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** `index`: which of the file's contents it is, where the file is an archive. */
  add(source: SourceId, file: OpenFile, index: number): void {
    this.#origins.set(source, { file, index });
  }

  /** The decompressed bytes of a source, from the start; none for a source that was never read. */
  async *open(source: SourceId): AsyncGenerator<Uint8Array> {
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
