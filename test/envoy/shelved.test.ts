import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLazy } from '../../src/input/shelf/lazy-list.ts';
import type { Proxy } from '../../src/envoy/model.ts';
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
async function both(texts: Readonly<Record<string, string>>): Promise<readonly [readonly Proxy[], readonly Proxy[]]> {
  const words = [sourceArgument(folderWith(texts))];
  const options = { now: new Date(0) };
  const ordinary = await readProxies(words, options);
  const shelved = await readProxies(words, { ...options, shelving: largeFiles({ beyond: -1, few: 0, kept: 1 }) });
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
