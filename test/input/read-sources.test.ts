import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { joinProxies } from '../../src/input/join.ts';
import { readSources } from '../../src/input/read-sources.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mtlscope-'));
  folders.push(folder);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
}

function dumpOf(pod: string): string {
  return JSON.stringify({
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.BootstrapConfigDump',
        bootstrap: { node: { id: `sidecar~10.0.0.1~${pod}.demo~demo.svc.cluster.local` } },
      },
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [{ cluster: { name: 'outbound|80||web' }, last_updated: '2026-01-01T00:00:00Z' }],
      },
      { '@type': 'type.googleapis.com/envoy.admin.v3.ListenersConfigDump' },
    ],
  });
}

describe('reading a folder of config dumps', () => {
  it('yields one proxy for each, named by its node', async () => {
    const folder = folderWith({ 'a.json': dumpOf('sleep-1'), 'b.json.gz': gzipSync(dumpOf('web-1')) });
    const { dumps, problems } = await readSources([{ kind: 'path', path: folder }]);
    expect(problems).toEqual([]);
    expect(joinProxies(dumps).proxies.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'demo/sleep-1',
      'demo/web-1',
    ]);
  });

  it('keeps the place of each resource as the source spells it', async () => {
    const { dumps } = await readSources([
      { kind: 'path', path: join(folderWith({ 'a.json': dumpOf('x') }), 'a.json') },
    ]);
    const cluster = dumps[0]?.resources.find(({ kind }) => kind === 'cluster');
    expect(cluster).toMatchObject({
      place: { source: 'a.json', pointer: '/configs/1/dynamic_active_clusters/0/cluster' },
      state: 'active',
      lastUpdated: '2026-01-01T00:00:00Z',
    });
  });

  it('tells an empty section from one that was not asked for', async () => {
    const { dumps } = await readSources([{ kind: 'path', path: folderWith({ 'a.json': dumpOf('x') }) }]);
    expect(dumps[0]?.sections).toMatchObject({ bootstrap: true, clusters: true, listeners: true, endpoints: false });
  });
});
