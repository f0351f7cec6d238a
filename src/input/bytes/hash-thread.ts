import { fstatSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** What a thread tells that has hashed a file: the SHA-256, and which state of the file it is of. */
export interface HashedFile {
  readonly digest: string;
  readonly state: string;
}

/** Asks for the SHA-256 (lower-case hex) that is being worked out; undefined where it is not to be had. */
export type AskDigest = () => Promise<string | undefined>;

/** Begins to hash a file that is about to be read, elsewhere; undefined where that is to be done on the way. */
export type HashBeside = (path: string) => Promise<AskDigest | undefined>;

/**
 * Starts a thread, of which `entry` is the module (src/cli/hashing-worker.ts), that hashes a file while this one reads
 * it. It reads by itself: a hash is told only where the file did not change from before until after both have read.
 */
export function hashInThread(entry: URL, path: string): AskDigest {
  const before = stateOf(path);
  const worker = new Worker(entry, { workerData: path });
  const told = new Promise<HashedFile | undefined>((resolve) => {
    worker.once('message', (hashed: HashedFile) => resolve(hashed));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
  // Whoever does not ask is not kept from ending.
  worker.unref();
  return async () => {
    worker.ref();
    const hashed = await told;
    return hashed?.state === before && stateOf(path) === before ? hashed.digest : undefined;
  };
}

/** Differs when the file does. */
export function stateOf(file: string | number): string {
  const options = { bigint: true } as const;
  const { dev, ino, size, mtimeNs, ctimeNs } =
    typeof file === 'string' ? statSync(file, options) : fstatSync(file, options);
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
