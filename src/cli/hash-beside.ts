import { availableParallelism } from 'node:os';
import { statSync } from 'node:fs';
import type { HashBeside } from '../input/bytes/hash-thread.ts';
import { askedThreads } from './asked-threads.ts';
import type { Context } from './command.ts';

/** To start a thread takes as long as hashing half as much; V8 has work for a second processor as well. */
const worthIt = 1 << 27;

/** Has large files hashed by a thread of their own while they are read, where there is a processor for it. */
export function hashBeside({ streams, hashingWorker }: Context): HashBeside | undefined {
  if (hashingWorker === undefined || (askedThreads(streams) ?? availableParallelism()) < 2) return undefined;
  return async (path) => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < worthIt) return undefined;
    const { hashInThread } = await import('../input/bytes/hash-thread.ts');
    return hashInThread(hashingWorker, path);
  };
}
