/**
 * Reads files in several threads. Text does not cross from one to another: each writes to a spool of its own, and
 * tells where what lies. What a thread makes of a file is what this one would make of it.
 */
import { closeSync } from 'node:fs';
import type { Progress } from '../../input/progress.ts';
import type { PageMakerName } from './page-makers.ts';
import { ReadingThread } from './reading-thread.ts';
import type { Paged } from './page.ts';
import { anonymousFile } from '../../input/bytes/scratch-file.ts';
import type { PlainFile } from './worker-messages.ts';

/** Told what a file gave. */
type Done = (file: PlainFile, paged: Paged) => void;

/** Told how much of a file is read. */
type Count = (file: PlainFile, progress: Pick<Progress, 'bytes' | 'files'>) => void;

/** Threads besides this one: how many, and the module they run. */
export interface Threads {
  readonly count: number;
  readonly entry: URL;
}

export class ThreadPool {
  readonly #threads: Threads;
  readonly #maker: PageMakerName;
  readonly #spools: number[] = [];

  constructor(threads: Threads, maker: PageMakerName) {
    this.#threads = threads;
    this.#maker = maker;
  }

  /** Reads what is waiting, as long as there is something; what found no thread is put back. */
  async read(waiting: PlainFile[], done: Done, count: Count): Promise<void> {
    const work = async (): Promise<void> => {
      while (waiting.length > 0) {
        const thread = this.#thread();
        // oxlint-disable-next-line no-await-in-loop -- one thread after the other, where they do not last
        await workThrough(thread, waiting, done, count);
        if (!thread.hasBegun) return;
      }
    };
    await Promise.all(Array.from({ length: this.#threads.count }, work));
  }

  /** Closes the spools, when all has been read of them. */
  close(): void {
    for (const file of this.#spools.splice(0)) closeSync(file);
  }

  #thread(): ReadingThread {
    const spool = anonymousFile();
    this.#spools.push(spool);
    return new ReadingThread(this.#threads.entry, this.#maker, spool);
  }
}

/** Lets a thread read what is waiting; it has the next file before the last is done, so that it need not wait. */
async function workThrough(thread: ReadingThread, waiting: PlainFile[], done: Done, count: Count): Promise<void> {
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const counted = file;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const reading = await thread.read(file, (progress) => count(counted, progress));
      if (reading.kind === 'unread') {
        waiting.unshift(file);
        return;
      }
      done(file, reading.kind === 'died' ? lost(file, reading.reason) : reading);
    }
  };
  try {
    await Promise.all([work(), work()]);
  } finally {
    await thread.dismiss();
  }
}

/** That nothing is known of a file must not go unsaid, whoever named it. */
function lost({ source }: PlainFile, reason: string): Paged {
  const saw = `something that the thread which read it did not survive: ${reason}`;
  const todo = 'read it without the others, with MTLSCOPE_WORKERS=0 NODE_OPTIONS=--max-old-space-size=8000';
  return { kind: 'paged', dumps: [], problems: [{ source, named: true, kind: 'unreadable', saw, todo }] };
}
