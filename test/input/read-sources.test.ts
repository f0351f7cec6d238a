import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { resourcePlan } from '../../src/envoy/projection.ts';
import { joinProxies } from '../../src/input/join.ts';
import type { Filling, TextTaker } from '../../src/input/json/filling.ts';
import { readSources } from '../../src/input/read-sources.ts';
import type { ResourceRecipe, Taker } from '../../src/input/recall/recall.ts';
import { jsonOf } from './support/dumps.ts';
import { folderWith } from './support/temporary-folder.ts';

describe('reading a folder of config dumps', () => {
  it('yields one proxy for each, named by its node', async () => {
    const folder = folderWith({ 'a.json': jsonOf('sleep-1'), 'b.json.gz': gzipSync(jsonOf('web-1')) });
    const { dumps, problems } = await readSources([{ kind: 'path', path: folder }]);
    expect(problems).toEqual([]);
    expect(joinProxies(dumps).proxies.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'demo/sleep-1',
      'demo/web-1',
    ]);
  });

  it('keeps the place of each resource as the source spells it', async () => {
    const { dumps } = await readSources([
      { kind: 'path', path: join(folderWith({ 'a.json': jsonOf('x') }), 'a.json') },
    ]);
    const cluster = dumps[0]?.resources.find(({ kind }) => kind === 'cluster');
    expect(cluster).toMatchObject({
      place: { source: 'a.json', pointer: '/configs/1/dynamic_active_clusters/0/cluster' },
      state: 'active',
      lastUpdated: '2026-01-01T00:00:00Z',
    });
  });

  it('tells an empty section from one that was not asked for', async () => {
    const { dumps } = await readSources([{ kind: 'path', path: folderWith({ 'a.json': jsonOf('x') }) }]);
    expect(dumps[0]?.sections).toMatchObject({ bootstrap: true, clusters: true, listeners: true, endpoints: false });
  });

  it('finds a dump where all that is in it is taken without being made', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `c${index}`);
    const text = JSON.stringify(names.map((name) => ({ name, connect_timeout: '1s' })));
    const path = folderWith({ 'a.json': text, 'b.json': text });
    const taken: string[] = [];
    const into: TextTaker = {
      latest: () => '',
      take: ({ bytes, start, end }) => void taken.push(Buffer.from(bytes.subarray(start, end)).toString()),
    };
    const fillings = new Map<ResourceRecipe, Filling>();
    const taker: Taker = {
      take: () => false,
      fillingOf(recipe) {
        const filling = fillings.get(recipe) ?? { text: [{ name: 0, from: 0 }, { text: ' ' }], aside: [], into };
        fillings.set(recipe, filling);
        return filling;
      },
    };
    const { dumps } = await readSources([{ kind: 'path', path }], { taker, resource: resourcePlan, facts: () => ({}) });
    expect(dumps.map(({ source, resources }) => [source, resources.length])).toEqual([
      ['a.json', 4],
      ['b.json', 0],
    ]);
    expect(taken.join('')).toBe('c4 c5 c0 c1 c2 c3 c4 c5 ');
  });
});
