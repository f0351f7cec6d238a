import { createHash } from 'node:crypto';
import { appendFileSync, truncateSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashBeside } from '../../src/cli/hash-beside.ts';
import { hashInThread, stateOf } from '../../src/input/bytes/hash-thread.ts';
import { folderWith } from '../input/support/temporary-folder.ts';
import { run } from '../run.ts';
import { bundled, type Bundled } from './pages/bundled.ts';

const dump = JSON.stringify({
  configs: [{ bootstrap: { node: { id: 'sidecar~10.0.0.1~web.demo~demo.svc.cluster.local' } } }],
});
const now = (): Date => new Date('2026-11-23T12:00:00Z');

let built: Bundled;
beforeAll(async () => {
  built = await bundled();
});
afterAll(() => built.remove());

function fileWith(text: string): string {
  return join(folderWith({ 'web.json': text }), 'web.json');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The digest in what `inspect` prints with threads that run this module. */
async function digestShown(text: string, hashingWorker: URL, workers = '2'): Promise<string | undefined> {
  const options = { now, hashingWorker, env: { MTLSCOPE_WORKERS: workers } };
  const { stdout } = await run(['inspect', fileWith(text), '-o', 'json'], options);
  return /"digest": ?"(?<digest>\w+)"/u.exec(stdout)?.groups?.['digest'];
}

/** A thread that tells this as the digest of its file. */
function liar(state: string): URL {
  return built.add(
    'liar.js',
    `import { statSync } from 'node:fs';
     import { parentPort, workerData } from 'node:worker_threads';
     const { dev, ino, size, mtimeNs, ctimeNs } = statSync(workerData, { bigint: true });
     parentPort.postMessage({ digest: 'told', state: ${state} });`,
  );
}
const rightState = "[dev, ino, size, mtimeNs, ctimeNs].join(' ')";

describe('a file that is hashed by a thread of its own', () => {
  it('has the digest that the thread tells', async () => {
    expect(await digestShown(dump, built.hashingWorker)).toBe(sha256(dump));
    expect(await digestShown(dump, liar(rightState))).toBe('told');
  });

  it('is hashed again where the thread hashed another state of it', async () => {
    expect(await digestShown(dump, liar('"other"'))).toBe(sha256(dump));
  });

  it.each([
    ['fails', 'throw new Error("no")'],
    ['ends', 'process.exit(0)'],
  ])('is hashed again where the thread %s', async (_, code) => {
    expect(await digestShown(dump, built.add('broken.js', code))).toBe(sha256(dump));
  });
});

it('has no thread where the one that reads is the only one', async () => {
  expect(await digestShown(dump, liar(rightState), '1')).toBe(sha256(dump));
  expect(await digestShown(dump, liar(rightState), '0')).toBe(sha256(dump));
});

it.runIf(availableParallelism() > 1)('has a thread for large files where nobody says how many', async () => {
  const path = fileWith(dump);
  const streams = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} };
  const context = { streams, name: '', now, finish: () => undefined, hashingWorker: built.hashingWorker };
  expect(await hashBeside(context)?.(path)).toBeUndefined();
  truncateSync(path, 1 << 27);
  expect(await hashBeside(context)?.(path)).toBeDefined();
});

it('tells no digest of a file that changes while it is hashed', async () => {
  const path = fileWith(dump);
  const digest = hashInThread(built.hashingWorker, path);
  const before = stateOf(path);
  appendFileSync(path, ' ');
  expect(stateOf(path)).not.toBe(before);
  expect(await digest()).toBeUndefined();
});
