import { describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import { joinProxies } from '../../src/input/join.ts';
import { recordedFiles, shapes } from '../recordings/recordings.ts';
import { readFolder } from './support/read.ts';

const fragments = ['bootstrap', 'cluster', 'eds', 'listener', 'route', 'secret'].map((part) => `pc-${part}.json`);

/** The facts of the one proxy in these files, without where they stand, when they arrived and in which order. */
async function factsOf(files: ReadonlyMap<string, string>, names: readonly string[]): Promise<unknown> {
  const chosen = Object.fromEntries(names.map((name) => [`pod/${name}`, files.get(name) ?? '']));
  const { proxies } = joinProxies((await readFolder(chosen)).dumps);
  const [proxy] = proxies.map((raw) => assembleProxy(raw));
  if (proxy === undefined || proxies.length > 1) throw new Error('not one proxy');
  // istioctl pc eds prints what EDS delivered; what clusters hold themselves stands in the clusters.
  const delivered = new Set(proxy.clusters.filter(({ type }) => type === 'EDS').map(({ name }) => name));
  const endpoints = proxy.endpoints.filter(({ clusterName }) => delivered.has(clusterName));
  return withoutPlaces({ ...proxy, endpoints });
}

/** How a dump tells of a fact, not the fact. istioctl merges static and active resources, and sorts them. */
const told = new Set(['place', 'path', 'lastUpdated', 'versionInfo', 'sources', 'updated', 'state']);

function withoutPlaces(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutPlaces(item));
    return sorted.has(key) ? items.map((item) => JSON.stringify(item)).toSorted() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (told.has(name) ? [] : [[name, withoutPlaces(member, name)]])),
  );
}

const sorted = new Set(['listeners', 'clusters', 'endpoints', 'routes', 'secrets']);

describe.each(shapes)('the facts of %s are the same', async (shape) => {
  const files = await recordedFiles(shape);
  const whole = await factsOf(files, ['config_dump.json']);

  it('from istioctl pc all', async () => {
    expect(await factsOf(files, ['pc-all.json'])).toEqual(whole);
  });

  it('from the six istioctl pc …', async () => {
    expect(await factsOf(files, fragments)).toEqual(whole);
  });

  it('from a dump without endpoints and pc eds', async () => {
    expect(await factsOf(files, ['config_dump-no-eds.json', 'pc-eds.json'])).toEqual(whole);
  });

  it('from YAML', async () => {
    const yaml = fragments.map((name) => (/cluster|listener/.test(name) ? name.replace('json', 'yaml') : name));
    expect(await factsOf(files, yaml)).toEqual(whole);
  });
});
