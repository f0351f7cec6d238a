import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { tarMembers } from '../../src/input/archive/tar.ts';
import { forgetFolders, recordedFiles, recordedFolder } from '../recordings/recordings.ts';
import { run } from '../run.ts';
import { calls, recordedPods, serve, type StubCluster, type StubPod } from './stub-cluster.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-capture-'));
const scenario = 'demo/dr-disable-strict';
let sleep: StubPod;
let web: StubPod;
let cluster: StubCluster;

beforeAll(async () => {
  const pods = await recordedPods(scenario);
  const [one, other] = [pods.get('sleep'), pods.get('web')];
  if (one === undefined || other === undefined) throw new Error('the recording has no sleep or no web');
  [sleep, web] = [one, other];
  const policies = (await recordedFiles(scenario)).get('policies.yaml') ?? '';
  const resources = parseAllDocuments(policies).map((document) => document.toJS() as object);
  cluster = { pods: [sleep, web], resources };
});
beforeEach(() => serve(cluster));
afterAll(() => {
  forgetFolders();
  rmSync(folder, { recursive: true, force: true });
});

function at(name: string): string {
  return join(folder, name);
}

/** A command line whose clock stands still. */
function capture(...argv: readonly string[]): ReturnType<typeof run> {
  return run(['capture', ...argv]);
}

async function filesOf(bundle: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  async function* content(): AsyncGenerator<Uint8Array> {
    yield gunzipSync(readFileSync(bundle));
  }
  for await (const { path, chunks } of tarMembers(content())) {
    let text = '';
    for await (const chunk of chunks ?? []) text += Buffer.from(chunk).toString('utf8');
    files.set(path, text);
  }
  return files;
}

function timeless(files: ReadonlyMap<string, string>): unknown {
  return [...files].map(([path, text]) => [path, text.replace(/"capturedAt": "[^"]*"/u, '')]);
}

interface Manifest {
  readonly capturedAt: string;
  readonly proxies: readonly { readonly name: string; readonly namespace: string; readonly envoy: string }[];
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly missing: readonly string[];
  readonly podsBeyondLimit?: number;
}

async function manifestOf(bundle: string): Promise<Manifest> {
  return JSON.parse((await filesOf(bundle)).get('manifest.json') ?? '') as Manifest;
}

describe('a bundle of two pods', () => {
  const bundle = at('two.tar.gz');
  let made: Awaited<ReturnType<typeof capture>> | undefined;

  beforeAll(async () => {
    await serve(cluster);
    made = await capture(`pod/${sleep.name}.demo`, `pod/${web.name}.demo`, '--out', bundle);
  });

  it('is all that is written', () => {
    expect({ code: made?.code, stdout: made?.stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('explains the edge between them as their dumps do', async () => {
    const mesh = join(await recordedFolder(scenario), 'proxies');
    const [captured, dumps] = await Promise.all(
      [bundle, mesh].map((source) => run(['explain', 'sleep', 'web:80', source])),
    );
    expect(captured?.stdout.split('\n')[0]).toBe(dumps?.stdout.split('\n')[0]);
  });

  it('holds the policies, and says when it was taken', async () => {
    expect((await run(['policies', bundle])).stdout).toContain('DestinationRule');
    expect((await run(['edges', bundle])).stderr).toContain('when they were captured');
  });

  it('lists what is in it with digests, and which versions the proxies have', async () => {
    const files = await filesOf(bundle);
    const manifest = await manifestOf(bundle);
    expect(manifest.proxies.map(({ name }) => name)).toEqual([sleep.name, web.name].toSorted());
    expect(manifest.proxies.every(({ envoy }) => /^\d/u.test(envoy))).toBe(true);
    expect(manifest.files.map(({ path }) => path)).toEqual(
      [...files.keys()].filter((path) => path !== 'manifest.json'),
    );
    for (const { path, sha256 } of manifest.files) {
      expect(
        createHash('sha256')
          .update(files.get(path) ?? '')
          .digest('hex'),
      ).toBe(sha256);
    }
  });

  it('is the same byte for byte but for the manifest’s time', async () => {
    const again = at('again.tar.gz');
    await capture(`pod/${web.name}.demo`, `pod/${sleep.name}.demo`, '--out', again);
    const [one, other] = [await filesOf(bundle), await filesOf(again)];
    expect(timeless(other)).toEqual(timeless(one));
  });

  it('asks for no secret', () => {
    expect(calls().filter((words) => words.some((word) => /secret/u.test(word)))).toEqual([]);
  });
});

it('goes on after an interruption, and asks nobody twice', async () => {
  const bundle = at('resumed.tar.gz');
  await serve({ ...cluster, pods: [sleep, { ...web, ready: false }], denied: ['port-forward'] });
  // The bundle cannot be written: its name is that of a folder. What was captured stays.
  mkdirSync(bundle);
  const first = await capture('-n', 'demo', '--out', bundle);
  expect(first.code).toBe(2);
  expect(existsSync(`${bundle}.part`)).toBe(true);
  rmSync(bundle, { recursive: true });
  await serve(cluster);
  const { code, stderr } = await capture('-n', 'demo', '--out', bundle);
  expect(code).toBe(0);
  expect(stderr).toContain('goes on: 1 of 2 were captured before');
  expect(calls().filter((words) => words.includes('exec') && words.includes(sleep.name))).toEqual([]);
  expect((await manifestOf(bundle)).proxies.length).toBe(2);
  expect(existsSync(`${bundle}.part`)).toBe(false);
});

it('captures every proxy of a cluster up to a limit, and says how many are left out', async () => {
  const bundle = at('limited.tar.gz');
  const { code, stderr } = await capture('-A', '--limit', '1', '--out', bundle);
  expect(code).toBe(0);
  expect(stderr).toContain('1 more proxies are there; --limit 2 takes them as well');
  expect((await manifestOf(bundle)).podsBeyondLimit).toBe(1);
});

it('leaves out what the cluster has not or does not allow, and captures the rest', async () => {
  const bundle = at('partly.tar.gz');
  const kinds = ['destinationrules', 'peerauthentications', 'services', 'namespaces', 'configmap'];
  await serve({ ...cluster, kinds, denied: ['list namespaces'] });
  const { code, stderr } = await capture('-A', '--out', bundle);
  expect(code).toBe(0);
  expect(stderr).toContain('left out: envoyfilters.networking.istio.io');
  expect((await run(['policies', bundle])).stdout).toContain('DestinationRule');
});

it('writes what can be read of several, names the others, and exits 2', async () => {
  const bundle = at('one-missing.tar.gz');
  const { code, stderr } = await capture(`pod/${sleep.name}.demo`, 'pod/gone.demo', '--out', bundle);
  expect(code).toBe(2);
  expect(stderr).toContain('gone');
  const manifest = await manifestOf(bundle);
  expect(manifest.missing.length).toBe(1);
  expect(manifest.proxies.length).toBe(1);
});

it('holds no name under pseudonyms, which come back with the map', async () => {
  const [bundle, map] = [at('renamed.tar.gz'), at('names.json')];
  const { code } = await capture('-n', 'demo', '--out', bundle, '--pseudonyms', '--map', map);
  expect(code).toBe(0);
  const text = [...(await filesOf(bundle))].flat().join('\n');
  for (const name of ['sleep', 'reviews', 'demo', '10.77.0.']) expect(text).not.toContain(name);
  const { stdout } = await run(['edges', bundle]);
  const back = await run(['redact', '--unmap', '--map', map, '-'], { stdin: stdout });
  expect(back.stdout).toContain('web.demo.svc.cluster.local:80');
});

it('takes dumps as well, which stay as old as they are', async () => {
  const dump = at('sleep.json');
  writeFileSync(dump, readFileSync(sleep.dump));
  const bundle = at('dump.tar.gz');
  expect((await capture(dump, '--out', bundle)).code).toBe(0);
  expect(calls()).toEqual([]);
  expect((await manifestOf(bundle)).proxies.length).toBe(1);
  expect((await run(['edges', bundle])).stderr).toContain('the newest update in the dumps');
});

it('says what is missing on the command line', async () => {
  expect((await capture('--out', at('x'))).stderr).toContain('there is nothing to capture');
  expect((await capture('-A', '--out', at('x'), '--pseudonyms')).stderr).toContain('--map FILE');
});

it('writes no bundle without a proxy', async () => {
  const bundle = at('none.tar.gz');
  const { code } = await capture('pod/gone.demo', '--out', bundle);
  expect({ code, bundle: existsSync(bundle), part: existsSync(`${bundle}.part`) }).toEqual({
    code: 2,
    bundle: false,
    part: false,
  });
});
