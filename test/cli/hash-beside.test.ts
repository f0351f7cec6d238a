import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashInThread, stateOf } from '../../src/input/bytes/hash-thread.ts';
import { folderWith } from '../input/support/temporary-folder.ts';
import { run } from '../run.ts';
import { bundled, type Bundled } from './pages/bundled.ts';

const dump = JSON.stringify({
  configs: [{ bootstrap: { node: { id: 'sidecar~10.0.0.1~web.demo~demo.svc.cluster.local' } } }],
});
/** As large as what a thread is started for. */
const large = dump.padEnd(1 << 25);
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

describe('a large file', () => {
  it('is hashed by a thread of its own, to the same digest', async () => {
    expect(await digestShown(large, built.hashingWorker)).toBe(sha256(large));
    expect(await digestShown(large, liar(rightState))).toBe('told');
  });

  it('is hashed by the thread that reads where that is the only one, and so is a small file', async () => {
    expect(await digestShown(large, liar(rightState), '1')).toBe(sha256(large));
    expect(await digestShown(dump, liar(rightState))).toBe(sha256(dump));
  });

  it('is hashed again where the thread hashed another state of it', async () => {
    expect(await digestShown(large, liar('"other"'))).toBe(sha256(large));
  });

  it.each([
    ['fails', 'throw new Error("no")'],
    ['ends', 'process.exit(0)'],
  ])('is hashed again where the thread %s', async (_, code) => {
    expect(await digestShown(large, built.add('broken.js', code))).toBe(sha256(large));
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
