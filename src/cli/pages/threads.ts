import { availableParallelism } from 'node:os';
import { statSync } from 'node:fs';
import type { OpenFile } from '../../input/open-files.ts';
import { askedThreads } from '../asked-threads.ts';
import type { Context } from '../command.ts';
import type { Threads } from './thread-pool.ts';

/** Bytes that are read in the time it takes to start threads; packed ones are more than they seem. */
const worthIt = 64 * 2 ** 20;
const packedInto = 8;

/** Each has a heap of its own. */
const most = 8;

/**
 * The threads that help this one to read these files, so that with it there are as many as MTLSCOPE_WORKERS says, or
 * else as there are processors, where there is enough to read.
 */
export function threadsFor(files: readonly OpenFile[], { streams, readingWorker }: Context): Threads | undefined {
  const count = threadCount(files, streams) - 1;
  return readingWorker === undefined || count <= 0 ? undefined : { count, entry: readingWorker };
}

function threadCount(files: readonly OpenFile[], streams: Context['streams']): number {
  const count = askedThreads(streams) ?? (bytesIn(files) < worthIt ? 0 : Math.min(most, availableParallelism()));
  return Math.min(count, files.length);
}

function bytesIn(files: readonly OpenFile[]): number {
  return files.reduce((bytes, { path }) => {
    const size = path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    return bytes + (path?.endsWith('gz') === true ? size * packedInto : size);
  }, 0);
}
