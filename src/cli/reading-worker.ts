/** What a thread runs that reads files for another (`pages/thread-pool.ts`). */
import { parentPort } from 'node:worker_threads';
import { present } from '../envoy/present.ts';
import { UserError, type Explanation } from '../errors.ts';
import { fileChunks } from '../input/bytes/chunks.ts';
import { ReadCounter } from '../input/progress.ts';
import { pageMakers } from './pages/page-makers.ts';
import { PageReader } from './pages/page-reader.ts';
import { Spool } from './pages/spool.ts';
import type { FromWorker, PlainFile, ToWorker } from './pages/worker-messages.ts';

/** Bytes after which it is told how far reading has come. */
const step = 1 << 22;

let pageReader: PageReader | undefined;
/** One file is read after the other. */
let last = Promise.resolve();

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have one, threads have not
  parentPort?.postMessage(message);
}

function explanationOf({ what, where, meaning, todo }: Explanation): Explanation {
  return { what, ...present({ where, meaning, todo }) };
}

async function read(plain: Omit<PlainFile, 'reopen'>): Promise<void> {
  const file = { ...plain, reopen: () => fileChunks(plain.path) };
  let told = 0;
  const counter = new ReadCounter([file], ({ bytes, files }) => {
    if (files === 0 && bytes < told + step) return;
    told = bytes;
    tell({ kind: 'counted', progress: { bytes, files } });
  });
  const paged = await pageReader?.read(file, counter);
  if (paged === undefined) throw new Error('this thread was not told what to make of files');
  tell({ kind: 'read', paged });
}

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'begin') {
    pageReader = new PageReader(pageMakers[message.maker](), new Spool(message.spool), message.spool);
    return;
  }
  last = last
    .then(() => read(message.file))
    .catch((error: unknown) => {
      const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tell({ kind: 'failed', trace, ...(error instanceof UserError && { explanation: explanationOf(error) }) });
    });
});
tell({ kind: 'ready' });
