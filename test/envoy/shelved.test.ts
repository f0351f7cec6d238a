import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLazy } from '../../src/input/shelf/lazy-list.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import { tarOf } from '../../src/input/archive/write-tar.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import type { JsonObject } from '../../src/input/model.ts';
import { readProxies } from '../../src/read-proxies.ts';
import { largeFiles } from '../../src/shelving.ts';
import { folderWith } from '../input/support/temporary-folder.ts';
import { forgetFolders, recordedFiles } from '../recordings/recordings.ts';

interface Section {
  readonly '@type': string;
  readonly dynamic_active_clusters?: readonly JsonObject[];
}

let files: ReadonlyMap<string, string>;
let sections: readonly Section[];

beforeAll(async () => {
  files = await recordedFiles('demo/gateway-mutual');
  sections = (JSON.parse(files.get('proxies/sleep.json') ?? '') as { readonly configs: readonly Section[] }).configs;
});
afterAll(forgetFolders);

/** The proxies of some files, from memory and from a shelf. */
async function both(
  texts: Readonly<Record<string, string | Uint8Array>>,
  sizes: Parameters<typeof largeFiles>[0] = { beyond: -1, few: 0, kept: 1 },
): Promise<readonly [readonly Proxy[], readonly Proxy[]]> {
  const words = [sourceArgument(folderWith(texts))];
  const options = { now: new Date(0) };
  const ordinary = await readProxies(words, options);
  const shelved = await readProxies(words, { ...options, shelving: largeFiles(sizes) });
  expect(shelved.problems).toEqual(ordinary.problems);
  return [ordinary.proxies, shelved.proxies];
}

/** With lists that hold what they say. */
function spreadOut(proxies: readonly Proxy[]): readonly Proxy[] {
  return proxies.map((proxy) => ({
    ...proxy,
    clusters: [...proxy.clusters],
    endpoints: [...proxy.endpoints],
    routes: proxy.routes.map((route) => ({ ...route, virtualHosts: [...route.virtualHosts] })),
  }));
}

function areInMemory(proxies: readonly Proxy[]): boolean {
  return !proxies.some(({ clusters, endpoints, routes }) =>
    [clusters, endpoints, ...routes.map(({ virtualHosts }) => virtualHosts)].some(isLazy),
  );
}

function textOf(configs: readonly unknown[]): string {
  return JSON.stringify({ configs });
}

function isOfEndpoints(section: Section): boolean {
  return section['@type'].endsWith('EndpointsConfigDump');
}

describe('a proxy whose dump is on a shelf', () => {
  it('has lists that are read back when they are asked for', async () => {
    const [[ordinary], [shelved]] = await both({ 'sleep.json': files.get('proxies/sleep.json') ?? '' });
    if (shelved === undefined || ordinary === undefined) throw new Error('there is a proxy');
    const hosts = shelved.routes.map(({ virtualHosts }) => virtualHosts).filter(({ length }) => length > 0);
    expect([shelved.clusters, shelved.endpoints, ...hosts].every(isLazy)).toBe(true);
    expect([ordinary.clusters, ordinary.endpoints].some(isLazy)).toBe(false);
    const [first, second] = shelved.clusters;
    expect(second).toEqual(ordinary.clusters[1]);
    expect(shelved.clusters[0]).not.toBe(first);
  });

  it.each(['sleep', 'web'])('says what it says in memory: %s', async (pod) => {
    const [ordinary, shelved] = await both({ 'pod.json': files.get(`proxies/${pod}.json`) ?? '' });
    expect(spreadOut(shelved)).toEqual(spreadOut(ordinary));
  });

  it('is in memory where a cluster stands there twice', async () => {
    const twice = sections.map(({ dynamic_active_clusters: clusters, ...rest }) =>
      clusters === undefined ? rest : { ...rest, dynamic_active_clusters: [...clusters, clusters[0] ?? {}] },
    );
    const [ordinary, shelved] = await both({ 'sleep.json': textOf(twice) });
    expect(shelved.some(({ clusters }) => isLazy(clusters))).toBe(false);
    expect(spreadOut(shelved)).toEqual(spreadOut(ordinary));
  });

  it('is in memory where it says little', async () => {
    const [ordinary, shelved] = await both({ 'sleep.json': files.get('proxies/sleep.json') ?? '' }, { beyond: -1 });
    expect(areInMemory(shelved)).toBe(true);
    expect(shelved).toEqual(ordinary);
  });

  it('is in memory where there are several of its size', async () => {
    const dumps = [...files].filter(([path]) => path.startsWith('proxies/')).slice(0, 3);
    const smallest = Math.min(...dumps.map(([, text]) => Buffer.byteLength(text)));
    const sizes = { beyond: smallest - 1, few: 0 };
    const [first] = dumps;
    const alone = await both(Object.fromEntries(first === undefined ? [] : [first]), sizes);
    const several = await both(Object.fromEntries(dumps), sizes);
    expect([alone[1].length, several[1].length]).toEqual([1, 3]);
    expect([areInMemory(alone[1]), areInMemory(several[1])]).toEqual([false, true]);
  });

  it('is in memory where it is one of an archive', async () => {
    const content = Buffer.from(files.get('proxies/sleep.json') ?? '');
    const archive = await buffer(tarOf([{ path: 'sleep.json', read: () => Promise.resolve(content) }]));
    const [ordinary, shelved] = await both({ 'all.tar': archive }, { beyond: -1, few: 0 });
    expect(areInMemory(shelved)).toBe(true);
    expect(shelved).toEqual(ordinary);
  });

  it('is in memory where several dumps tell of it', async () => {
    const [ordinary, shelved] = await both({
      'sleep/all.json': textOf(sections.filter((each) => !isOfEndpoints(each))),
      'sleep/eds.json': textOf(sections.filter(isOfEndpoints)),
    });
    expect(ordinary).toHaveLength(1);
    expect(spreadOut(shelved)).toEqual(spreadOut(ordinary));
  });

  it('may come in several documents, or be cut off', async () => {
    const documents = sections.map((section) => textOf([section])).join('\n');
    const whole = textOf(sections);
    for (const text of [documents, whole.slice(0, whole.length / 2), whole.slice(0, -3)]) {
      const [ordinary, shelved] = await both({ 'sleep.json': text });
      expect(ordinary).toHaveLength(1);
      expect(spreadOut(shelved)).toEqual(spreadOut(ordinary));
    }
  });

  it('may be spelled in camel case', async () => {
    const text = textOf(sections).replaceAll(/"([a-z]+(?:_[a-z0-9]+)+)":/gu, (_, key: string) => {
      return `"${key.replaceAll(/_([a-z0-9])/gu, (__, letter: string) => letter.toUpperCase())}":`;
    });
    const [ordinary, shelved] = await both({ 'sleep.json': text });
    expect(ordinary[0]?.routes.some(({ virtualHosts }) => virtualHosts.length > 0)).toBe(true);
    expect(spreadOut(shelved)).toEqual(spreadOut(ordinary));
  });
});
