import { Worker } from 'node:worker_threads';
import { InputError } from '../../errors.ts';
import type { Progress } from '../../input/progress.ts';
import type { PageMakerName } from './page-makers.ts';
import type { Paged } from './page.ts';
import type { FromWorker, PlainFile, ToWorker } from './worker-messages.ts';

/** What became of a file. */
export type Reading =
  | Paged
  /** The thread ended while it read this. */
  | { readonly kind: 'died'; readonly reason: string }
  /** There was no thread any more that would have begun with it. */
  | { readonly kind: 'unread' };

/** Told how much of a file is read. */
export type Count = (progress: Pick<Progress, 'bytes' | 'files'>) => void;

interface Task {
  readonly count: Count;
  readonly resolve: (reading: Reading) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that reads one file after the other. */
export class ReadingThread {
  readonly #worker: Worker;
  /** Those that are not done yet, in the order in which they are. */
  readonly #tasks: Task[] = [];
  #isReady = false;
  #isGone = false;

  /** `entry` is the module that the thread runs, `spool` the descriptor of the file it writes to. */
  constructor(entry: URL, maker: PageMakerName, spool: number) {
    // A file that the thread has opened is closed when it ends; the spool is not one of these.
    this.#worker = new Worker(entry);
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#gone(reasonOf(error)));
    this.#worker.on('exit', () => this.#gone('it ended'));
    this.#tell({ kind: 'begin', maker, spool });
  }

  /** Whether the thread began to work at all. */
  get hasBegun(): boolean {
    return this.#isReady;
  }

  /** Reads a file after those that it was asked for before. Rejects where this thread could not go on either. */
  read({ reopen: _reopen, ...file }: PlainFile, count: Count): Promise<Reading> {
    return new Promise((resolve, reject) => {
      if (this.#isGone) {
        resolve({ kind: 'unread' });
        return;
      }
      this.#tasks.push({ count, resolve, reject });
      this.#tell({ kind: 'read', file });
    });
  }

  /** Ends the thread. */
  async dismiss(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: ToWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have one, threads have not
    this.#worker.postMessage(message);
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        return;
      case 'counted':
        this.#tasks[0]?.count(message.progress);
        return;
      case 'read':
        this.#tasks.shift()?.resolve(message.paged);
        return;
      case 'failed':
        this.#tasks.shift()?.reject(errorOf(message));
    }
  }

  /** Whoever ends tells why, and then that it has ended. */
  #gone(reason: string): void {
    this.#isGone = true;
    if (this.#isReady) this.#tasks.shift()?.resolve({ kind: 'died', reason });
    for (const { resolve } of this.#tasks.splice(0)) resolve({ kind: 'unread' });
  }
}

function errorOf({ trace, explanation }: Extract<FromWorker, { readonly kind: 'failed' }>): Error {
  return explanation === undefined ? new Error(trace) : new InputError(explanation);
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return 'its memory ran out';
  }
  return error instanceof Error ? error.message : String(error);
}
