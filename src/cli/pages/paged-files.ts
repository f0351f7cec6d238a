import type { OpenFile } from '../../input/open-files.ts';
import type { ReadTally } from '../../input/progress.ts';
import { pageMakers, type PageMakerName } from './page-makers.ts';
import type { ThreadPool, Threads } from './thread-pool.ts';
import type { Page, Paged } from './page.ts';
import { PageReader } from './page-reader.ts';
import { Spool, type Stretch } from './spool.ts';
import type { PlainFile } from './worker-messages.ts';

/** The spool of this thread; those of others go by their descriptors. */
const own = -1;

/** How files are read. */
export interface PagedReading {
  readonly tally: ReadTally;
  /** Threads for these files; this one alone, where nothing is said. */
  readonly threads?: (files: readonly OpenFile[]) => Threads | undefined;
}

/** Makes pages of files, in this thread or in several, and keeps their texts. */
export class PagedFiles {
  readonly #maker: PageMakerName;
  readonly #tally: ReadTally;
  readonly #threads: PagedReading['threads'];
  readonly #own = new Spool();
  readonly #spools = new Map<number, Spool>([[own, this.#own]]);
  readonly #pageReader: PageReader;
  #pool: ThreadPool | undefined;

  constructor(maker: PageMakerName, { tally, threads }: PagedReading) {
    this.#maker = maker;
    this.#tally = tally;
    this.#threads = threads;
    this.#pageReader = new PageReader(pageMakers[maker](), this.#own, own);
  }

  /** What each of these files gave. */
  async read(files: readonly OpenFile[]): Promise<ReadonlyMap<OpenFile, Paged>> {
    const paged = new Map<OpenFile, Paged>();
    // A pipe can be read in this thread only.
    const waiting = files.filter(isPlain);
    const piped = files.filter((file) => !isPlain(file));
    const threads = this.#threads?.(waiting);
    const others = threads === undefined ? undefined : this.#readByOthers(waiting, paged, threads);
    await Promise.all([this.#readHere(piped, paged).then(() => this.#readHere(waiting, paged)), others]);
    // What others could not read.
    await this.#readHere(waiting, paged);
    return paged;
  }

  /** A text of a page, piece by piece. */
  *textOf({ spool, texts }: Page, list: string): Generator<Uint8Array> {
    for (const stretch of texts[list] ?? ([] as readonly Stretch[])) yield this.#spool(spool).read(stretch);
  }

  close(): void {
    this.#own.close();
    this.#pool?.close();
  }

  async #readHere(waiting: OpenFile[], paged: Map<OpenFile, Paged>): Promise<void> {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time, so that memory does not grow with their number
      paged.set(file, await this.#pageReader.read(file, this.#tally.counterOf(file)));
    }
  }

  async #readByOthers(waiting: PlainFile[], paged: Map<OpenFile, Paged>, threads: Threads): Promise<void> {
    const { ThreadPool } = await import('./thread-pool.ts');
    this.#pool = new ThreadPool(threads, this.#maker);
    await this.#pool.read(
      waiting,
      (file, each) => paged.set(file, each),
      (file, progress) => this.#tally.count(file, progress),
    );
  }

  #spool(number: number): Spool {
    const spool = this.#spools.get(number) ?? new Spool(number);
    this.#spools.set(number, spool);
    return spool;
  }
}

function isPlain(file: OpenFile): file is PlainFile {
  return file.path !== undefined;
}
