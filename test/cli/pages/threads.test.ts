import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ThreadPool } from '../../../src/cli/pages/thread-pool.ts';
import type { Paged } from '../../../src/cli/pages/page.ts';
import { threadsFor } from '../../../src/cli/pages/threads.ts';
import type { PlainFile } from '../../../src/cli/pages/worker-messages.ts';
import { InputError, UsageError } from '../../../src/errors.ts';
import { openSources } from '../../../src/input/read-sources.ts';
import { folderWith } from '../../input/support/temporary-folder.ts';
import { forgetFolders, recordedFolder } from '../../recordings/recordings.ts';
import { run } from '../../run.ts';
import { bundled, type Bundled } from './bundled.ts';

let built: Bundled;
beforeAll(async () => {
  built = await bundled();
});
afterAll(() => built.remove());
afterAll(forgetFolders);

const now = (): Date => new Date('2026-11-23T12:00:00Z');
const commands = [['inspect', '-o', 'json'], ['facts']] as const;

function dump(name: string, ...clusters: readonly string[]): string {
  return JSON.stringify({
    configs: [
      { bootstrap: { node: { id: `sidecar~10.0.0.1~${name}~${name.split('.')[1]}.svc.cluster.local` } } },
      { dynamic_active_clusters: clusters.map((each) => ({ cluster: { name: each } })) },
    ],
  });
}

const mixed: Readonly<Record<string, string | Uint8Array>> = {
  ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}.json`, dump(`p${index}.one`, 'c', 'd')])),
  'broken.json': '{"configs": [}',
  'cut.json': dump('cut.one', 'c', 'd').slice(0, -9),
  'empty.json': '',
  'packed.json.gz': gzipSync(dump('packed.one', 'c')),
  'two.json': `${dump('x.one', 'c')}${dump('y.one', 'c')}`,
  'again.json': dump('p3.one', 'e'),
  'tricks.json': dump('__proto__.constructor', '__proto__'),
  'manifest.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
  'random.bin': Uint8Array.from({ length: 2000 }, (_, index) => (index * 7919) % 256),
};

async function plainFiles(folder: string): Promise<PlainFile[]> {
  const { files } = await openSources([{ kind: 'path', path: folder }], {});
  return files.flatMap((file) => (file.path === undefined ? [] : [{ ...file, path: file.path }]));
}

/** What a pool makes of these files, and which it left. */
async function readByCrew(files: readonly PlainFile[], entry: URL, count = 1) {
  const waiting = [...files];
  const done = new Map<string, Paged>();
  const pool = new ThreadPool({ count, entry }, 'facts');
  try {
    await pool.read(
      waiting,
      ({ source }, paged) => done.set(source, paged),
      () => undefined,
    );
  } finally {
    pool.close();
  }
  return { done, left: waiting.map(({ source }) => source).toSorted() };
}

describe('several threads', () => {
  it.each(['demo/dr-disable-strict', 'boutique/baseline', 'shapes/sleep'])(
    'print what one prints, however many they are: %s',
    async (recording) => {
      const folder = await recordedFolder(recording);
      for (const command of commands) {
        const alone = await run([...command, folder], { now });
        for (const count of ['0', '1', '2', '4']) {
          const env = { MTLSCOPE_WORKERS: count };
          expect(await run([...command, folder], { now, env, readingWorker: built.readingWorker })).toEqual(alone);
        }
      }
    },
  );

  it('tell of the same problems', async () => {
    const folder = folderWith(mixed);
    for (const command of commands) {
      const alone = await run([...command, folder, join(folder, 'empty.json')], { now });
      expect(alone.stderr).toContain('it is empty');
      for (const count of ['2', '4']) {
        const env = { MTLSCOPE_WORKERS: count };
        const options = { now, env, readingWorker: built.readingWorker };
        expect(await run([...command, folder, join(folder, 'empty.json')], options)).toEqual(alone);
      }
    }
  });

  it('read every file once', async () => {
    const files = await plainFiles(folderWith(mixed));
    const { done, left } = await readByCrew(files, built.readingWorker, 3);
    expect([...done.keys()].toSorted()).toEqual(files.map(({ source }) => source).toSorted());
    expect(left).toEqual([]);
  });

  it('that end while they read a file are told of, and others go on', async () => {
    const files = await plainFiles(folderWith(mixed));
    const dying = built.add(
      'dying.js',
      `import { parentPort } from 'node:worker_threads';
       await import('./reading-worker.cjs');
       const begun = [];
       const endAt7 = () => { if (begun[0] === 'p7.json') process.exit(1); };
       parentPort.on('message', ({ file }) => { if (file) begun.push(file.source); endAt7(); });
       const post = parentPort.postMessage.bind(parentPort);
       parentPort.postMessage = (message) => {
         post(message);
         if (message.kind === 'read') begun.shift();
         endAt7();
       };`,
    );
    const { done, left } = await readByCrew(files, dying, 2);
    expect(left).toEqual([]);
    expect(done.size).toBe(files.length);
    const dead = [...done].filter(([, paged]) => JSON.stringify(paged).includes('did not survive'));
    expect(dead.map(([source]) => source)).toEqual(['p7.json']);
    expect(dead[0]?.[1]).toMatchObject({ dumps: [], problems: [{ named: true, kind: 'unreadable' }] });
  });

  it('that run out of memory say so', async () => {
    const files = await plainFiles(folderWith({ 'a.json': dump('a.one', 'c') }));
    const greedy = built.add(
      'greedy.js',
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ kind }) => {
         if (kind === 'read') throw Object.assign(new Error('x'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
       });
       parentPort.postMessage({ kind: 'ready' });`,
    );
    const { done } = await readByCrew(files, greedy);
    expect(JSON.stringify(done.get('a.json'))).toContain('its memory ran out');
  });

  it('that cannot start leave all files to this one', async () => {
    const folder = folderWith(mixed);
    const files = await plainFiles(folder);
    const broken = built.add('broken.js', `throw new Error('this cannot start');`);
    const { done, left } = await readByCrew(files, broken, 2);
    expect([done.size, left]).toEqual([0, files.map(({ source }) => source).toSorted()]);
    const env = { MTLSCOPE_WORKERS: '2' };
    const [alone, helped] = [
      await run(['facts', folder], { now }),
      await run(['facts', folder], { now, env, readingWorker: broken }),
    ];
    expect(helped).toEqual(alone);
  });

  it('tell what stands in the way of all of them', async () => {
    const files = await plainFiles(folderWith({ 'a.json': dump('a.one', 'c') }));
    const full = built.add(
      'full.js',
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       fs.writeSync = () => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }); };
       syncBuiltinESMExports();
       await import('./reading-worker.cjs');`,
    );
    const failure = readByCrew(files, full);
    await expect(failure).rejects.toThrow('cannot be kept in the folder for temporary files');
    await expect(failure).rejects.toBeInstanceOf(InputError);
  });

  it('tell of our own mistakes as of ours', async () => {
    const files = await plainFiles(folderWith({ 'a.json': dump('a.one', 'c') }));
    const mistaken = built.add(
      'mistaken.js',
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ kind }) => {
         if (kind === 'read') parentPort.postMessage({ kind: 'failed', trace: 'Error: a mistake' });
       });
       parentPort.postMessage({ kind: 'ready' });`,
    );
    await expect(readByCrew(files, mistaken)).rejects.toThrow('a mistake');
  });
});

describe('the packed tool, with several threads', () => {
  it('prints what it prints with one', async () => {
    const folder = await recordedFolder('demo/dr-disable-strict');
    const [one, three] = [await tool(['facts', folder], '0'), await tool(['facts', folder], '3')];
    expect(three).toEqual(one);
    expect(one.code).toBe(0);
  });

  it('is quiet when the reader of its output goes away', async () => {
    const ran = await tool(['facts', await large()], '3', { closeEarly: true });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends at once when it is interrupted', async () => {
    const ran = await tool(['facts', await large()], '3', { interrupt: true });
    expect(ran.signal).toBe('SIGINT');
  });
});

/** Enough that it is still being read, or written, when somebody has had enough. */
async function large(): Promise<string> {
  const services = Array.from({ length: 40_000 }, (_, index) => `outbound|80||service-${index}.demo.svc.cluster.local`);
  const folder = folderWith({});
  for (let index = 0; index < 6; index += 1) {
    writeFileSync(join(folder, `p${index}.json`), dump(`p${index}.one`, ...services));
  }
  return folder;
}

async function tool(args: readonly string[], workers: string, { closeEarly = false, interrupt = false } = {}) {
  const env = { ...process.env, MTLSCOPE_WORKERS: workers };
  const child = spawn(process.execPath, [built.bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    if (closeEarly) child.stdout.destroy();
    if (interrupt && stdout.length === chunk.length) child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const [code, signal] = await new Promise<readonly [number | null, string | null]>((resolve) => {
    child.on('close', (...ended) => resolve(ended));
  });
  return { code, signal, stdout, stderr };
}

describe('how many threads read', () => {
  const readingWorker = new URL('file:///worker.js');
  const threads = (sizes: readonly number[], env: Readonly<Record<string, string>>, ending = 'json') => {
    const folder = folderWith(Object.fromEntries(sizes.map((size, at) => [`${at}.${ending}`, new Uint8Array(size)])));
    const files = sizes.map((_, index): PlainFile => {
      const path = join(folder, `${index}.${ending}`);
      return { source: `${index}`, named: false, hints: { file: '' }, argument: 0, path, reopen: never };
    });
    const streams = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env };
    return threadsFor(files, { streams, name: '', now, finish: () => undefined, readingWorker });
  };

  it('is said by MTLSCOPE_WORKERS, this one among them', () => {
    expect(threads([1, 1, 1, 1], { MTLSCOPE_WORKERS: '3' })).toEqual({ count: 2, entry: readingWorker });
    expect(threads([1, 1, 1, 1], { MTLSCOPE_WORKERS: '1' })).toBeUndefined();
    expect(threads([1, 1, 1, 1], { MTLSCOPE_WORKERS: '0' })).toBeUndefined();
  });

  it('is never more than there are files', () => {
    expect(threads([1, 1], { MTLSCOPE_WORKERS: '9' })?.count).toBe(1);
    expect(threads([1], { MTLSCOPE_WORKERS: '9' })).toBeUndefined();
  });

  it('is one where there is little to read', () => {
    expect(threads([1000, 1000, 1000], {})).toBeUndefined();
  });

  it.each(['some', '-1', '1e9'])('is no %s', (workers) => {
    expect(() => threads([1, 1], { MTLSCOPE_WORKERS: workers })).toThrow(UsageError);
  });
});

function never(): never {
  throw new Error('nothing is read here');
}
