import { createHash } from 'node:crypto';
import { appendFileSync, truncateSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashBeside } from '../../src/cli/hash-beside.ts';
import { hashInThread, stateOf } from '../../src/input/bytes/hash-thread.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { folderWith } from '../input/support/temporary-folder.ts';
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

/** The digest of a dump that is hashed by a thread that runs this module. */
async function digestOf(text: string, hashingWorker: URL): Promise<string | undefined> {
  const hash = (path: string) => Promise.resolve(hashInThread(hashingWorker, path));
  const { dumps } = await readSources([{ kind: 'path', path: fileWith(text) }], { hash });
  return dumps[0]?.digest;
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
    expect(await digestOf(dump, built.hashingWorker)).toBe(sha256(dump));
    expect(await digestOf(dump, liar(rightState))).toBe('told');
  });

  it('is hashed again where the thread hashed another state of it', async () => {
    expect(await digestOf(dump, liar('"other"'))).toBe(sha256(dump));
  });

  it.each([
    ['fails', 'throw new Error("no")'],
    ['ends', 'process.exit(0)'],
  ])('is hashed again where the thread %s', async (_, code) => {
    expect(await digestOf(dump, built.add('broken.js', code))).toBe(sha256(dump));
  });
});

function digestBeside(path: string, workers?: string) {
  const env = workers === undefined ? {} : { MTLSCOPE_WORKERS: workers };
  const streams = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env };
  const context = { streams, name: '', now, finish: () => undefined, hashingWorker: built.hashingWorker };
  return hashBeside(context)?.(path);
}

function largeFile(): string {
  const path = fileWith(dump);
  truncateSync(path, 1 << 27);
  return path;
}

describe('a thread for a file', () => {
  it('is started where there are several, and it is large', async () => {
    expect(await digestBeside(largeFile(), '2')).toBeDefined();
    expect(await digestBeside(fileWith(dump), '2')).toBeUndefined();
  });

  it.runIf(availableParallelism() > 1)('is started where nobody says how many there are to be', async () => {
    expect(await digestBeside(largeFile())).toBeDefined();
  });

  it.each(['0', '1'])('is not started where the one that reads is the only one: %s', async (workers) => {
    expect(await digestBeside(largeFile(), workers)).toBeUndefined();
  });
});

it('tells no digest of a file that changes while it is hashed', async () => {
  const path = fileWith(dump);
  const digest = hashInThread(built.hashingWorker, path);
  const before = stateOf(path);
  appendFileSync(path, ' ');
  expect(stateOf(path)).not.toBe(before);
  expect(await digest()).toBeUndefined();
});
