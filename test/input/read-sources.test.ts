import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { joinProxies } from '../../src/input/join.ts';
import { readSources } from '../../src/input/read-sources.ts';
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
});
