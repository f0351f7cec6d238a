import { expect, it } from 'vitest';
import { ownNames } from '../../src/alike/own-names.ts';
import { isApart } from '../../src/alike/shareable.ts';
import { standInFor } from '../../src/alike/stand-in-client.ts';
import { inspect } from '../../src/inspect.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { recordedFolder } from '../recordings/recordings.ts';
import type { Proxy } from '../../src/envoy/model.ts';

async function sleep(): Promise<Proxy> {
  const folder = await recordedFolder('demo/baseline');
  const { mesh } = await inspect([sourceArgument(`${folder}/proxies`)], { now: new Date(0) });
  const found = mesh.proxies.find(({ node }) => node.workload === 'sleep');
  if (found === undefined) throw new Error('the recording has no sleep');
  return found;
}

it.each<[string, (proxy: Proxy) => unknown]>([
  ['the time of its newest update', ({ updated }) => updated],
  ['the time of a cluster', ({ clusters }) => clusters.at(-1)?.lastUpdated],
  [
    'the version of a listener',
    ({ listeners }) => listeners.find((each) => each.direction === 'outbound')?.versionInfo,
  ],
  ['the identifier of the node', ({ node }) => node.id],
])('tells when somebody reads %s', async (_, read) => {
  const standIn = standInFor(await sleep());
  expect(standIn.wasRead()).toBe(false);
  read(standIn.proxy);
  expect(standIn.wasRead()).toBe(true);
  expect(standIn.wasRead()).toBe(false);
});

it.each<[string, (proxy: Proxy) => unknown]>([
  ['a label', ({ node }) => node.labels['app']],
  ['whether there is a label', ({ node }) => 'app' in node.labels],
  ['all labels', ({ node }) => Object.keys(node.labels)],
])('tells apart when somebody reads %s', async (_, read) => {
  const standIn = standInFor(await sleep());
  expect(standIn.labelsWereRead()).toBe(false);
  read(standIn.proxy);
  expect(standIn.labelsWereRead()).toBe(true);
  expect(standIn.wasRead()).toBe(false);
});

it('has other names, and says nowhere where the client stands', async () => {
  const client = await sleep();
  const { proxy } = standInFor(client);
  for (const name of Object.values(ownNames(proxy))) expect(Object.values(ownNames(client))).not.toContain(name);
  const parts = [...proxy.clusters, ...proxy.routes, ...proxy.endpoints, ...proxy.secrets];
  const outgoing = parts.filter((part) => !('type' in part && part.name.startsWith('inbound|')));
  expect(outgoing.filter(({ place }) => client.sources.includes(place.source))).toEqual([]);
});

it.each<[string, Partial<Parameters<typeof isApart>[1]>, boolean]>([
  ['another address', { addresses: ['10.77.0.12'] }, true],
  ['its own address', { addresses: ['10.77.0.11'] }, false],
  ['a server of another name', { names: ['web'] }, true],
  ['a server that is called like it', { names: ['sleep'] }, false],
])('finds a client apart, or not, from %s', async (_, met, expected) => {
  expect(isApart(await sleep(), { addresses: [], names: [], clusters: [], ...met })).toBe(expected);
});
