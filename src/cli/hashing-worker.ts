/** What a thread runs that hashes one file for another thread (src/input/bytes/hash-thread.ts). */
import { createHash } from 'node:crypto';
import { openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { stateOf, type HashedFile } from '../input/bytes/hash-thread.ts';

const file = openSync(String(workerData), 'r');
const state = stateOf(file);
const hash = createHash('sha256');
const piece = Buffer.allocUnsafe(1 << 20);
for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
const hashed: HashedFile = { digest: hash.digest('hex'), state };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have one, threads have not
parentPort?.postMessage(hashed);
