import { describe, expect, it } from 'vitest';
import { joinProxies } from '../../src/input/join.ts';
import { noProxy } from '../../src/input/no-proxy.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { recordedFolder, scenarios } from '../recordings/recordings.ts';
import { dumpOf, jsonOf } from './support/dumps.ts';
import { proxiesIn, readFolder, sourcesByProxy } from './support/read.ts';
import { folderWith } from './support/temporary-folder.ts';

const listeners = JSON.stringify([{ name: 'virtualInbound', filterChains: [] }]);
const clusters = JSON.stringify([{ name: 'outbound|80||web', connectTimeout: '1s' }]);
const endpoints = JSON.stringify([{ clusterName: 'outbound|80||web', endpoints: [] }]);
const bootstrap = JSON.stringify({ bootstrap: { node: { id: 'sidecar~10.0.0.1~sleep-5f8c-x2k9p.demo~demo.svc' } } });
const istiods = JSON.stringify({ configs: dumpOf('x').configs.slice(1) });

/** A dump of the pod `sleep`, with listeners and clusters. */
function whole(at: string): string {
  const { configs } = dumpOf('sleep', { at });
  return JSON.stringify({ configs: [...configs, { '@type': 'x.ListenersConfigDump', dynamic_listeners: [] }] });
}

describe('whose a dump is', () => {
  it.each<
    [what: string, files: Readonly<Record<string, string>>, proxies: Readonly<Record<string, readonly string[]>>]
  >([
    [
      'is what its node says, whatever the file is called',
      { 'x.json': jsonOf('sleep-1'), 'y.json': jsonOf('web-1') },
      { 'demo/sleep-1': ['x.json'], 'demo/web-1': ['y.json'] },
    ],
    [
      'is what another dump in a folder of its own says',
      { 'sleep/envoy.json': bootstrap, 'sleep/istiod.json': istiods, 'web/envoy.json': jsonOf('web-1') },
      { 'demo/sleep-5f8c-x2k9p': ['sleep/envoy.json', 'sleep/istiod.json'], 'demo/web-1': ['web/envoy.json'] },
    ],
    [
      'is what the names of files in one folder say',
      { 'sleep-listener.json': listeners, 'sleep-cluster.json': clusters, 'web-listener.json': listeners },
      { '/sleep': ['sleep-cluster.json', 'sleep-listener.json'], '/web': ['web-listener.json'] },
    ],
    [
      'is found wherever in the name the kind of dump stands',
      { 'pc-listener-sleep.json': listeners, 'sleep.clusters.json': clusters, 'eds_sleep.json': endpoints },
      { '/sleep': ['eds_sleep.json', 'pc-listener-sleep.json', 'sleep.clusters.json'] },
    ],
    [
      'is what the folder is called where the files say nothing',
      { 'client/listener.json': listeners, 'client/cluster.json': clusters, 'server/listener.json': listeners },
      { '/client': ['client/cluster.json', 'client/listener.json'], '/server': ['server/listener.json'] },
    ],
    [
      'is the pod of a file with the same name that tells its node',
      { 'sleep-bootstrap.json': bootstrap, 'sleep-listener.json': listeners, 'web-listener.json': listeners },
      { '/web': ['web-listener.json'], 'demo/sleep-5f8c-x2k9p': ['sleep-bootstrap.json', 'sleep-listener.json'] },
    ],
    [
      'is the pod that the name begins like',
      { 'all.json': bootstrap, 'sleep-listener.json': listeners, 'web-listener.json': listeners },
      { '/web': ['web-listener.json'], 'demo/sleep-5f8c-x2k9p': ['all.json', 'sleep-listener.json'] },
    ],
    [
      'is what the tree of a bug-report says',
      { 'bug-report/proxies/demo/web-1/clusters': JSON.stringify({ cluster_statuses: [{ name: 'x' }] }) },
      { 'demo/web-1': ['bug-report/proxies/demo/web-1/clusters'] },
    ],
    [
      'is what the tree of a Kiali gather says',
      { 'namespaces/demo/pods/web-1/config_dump_proxy.json': `200\n${istiods}` },
      { 'demo/web-1': ['namespaces/demo/pods/web-1/config_dump_proxy.json'] },
    ],
  ])('%s', async (_, files, proxies) => {
    expect(await proxiesIn(files)).toEqual(proxies);
  });

  it('is first of all what the user says', async () => {
    const folder = folderWith({ 'x.json': jsonOf('sleep-1'), 'y.json': listeners });
    const { dumps } = await readSources([
      { kind: 'path', path: `${folder}/x.json`, name: 'client' },
      { kind: 'path', path: `${folder}/y.json`, name: 'shop/server' },
    ]);
    expect(sourcesByProxy(joinProxies(dumps))).toEqual({ 'demo/client': ['x.json'], 'shop/server': ['y.json'] });
  });

  it('does not depend on the folder it was named from', async () => {
    const folder = folderWith({ 'sleep/listener.json': listeners, 'sleep/cluster.json': clusters });
    const paths = ['sleep/listener.json', 'sleep/cluster.json'].map((file) => `${folder}/${file}`);
    const { dumps } = await readSources(paths.map((path) => ({ kind: 'path', path })));
    expect(sourcesByProxy(joinProxies(dumps))).toEqual({ '/sleep': ['listener.json', 'cluster.json'] });
  });

  it('keeps a ztunnel apart from the proxies beside it', async () => {
    const ztunnel = JSON.stringify({ workloads: [], services: [] });
    expect(Object.keys(await proxiesIn({ 'web-1/dump.json': jsonOf('web-1'), 'web-1/ztunnel.json': ztunnel }))).toEqual(
      ['/ztunnel', 'demo/web-1'],
    );
  });
});

describe('two dumps of one pod', () => {
  it('taken at different times stay two: the newer is used and the older is named', async () => {
    const { dumps } = await readFolder({
      'a.json': whole('2026-01-02T00:00:00Z'),
      'b.json': whole('2026-01-01T00:00:00Z'),
    });
    const joined = joinProxies(dumps);
    expect(sourcesByProxy(joined)).toEqual({ 'demo/sleep': ['a.json'] });
    expect(joined.problems).toMatchObject([
      {
        source: 'b.json',
        kind: 'older-duplicate',
        named: false,
        saw: 'an older dump of sleep: a.json is newer and is used instead',
      },
    ]);
  });

  it('complete each other where one has what the other has not', async () => {
    const files = { 'sleep/all.json': whole('2026-01-01T00:00:00Z'), 'sleep/eds.json': endpoints };
    expect(await proxiesIn(files)).toEqual({ 'demo/sleep': ['sleep/all.json', 'sleep/eds.json'] });
  });

  it('are not mixed in what both have', async () => {
    const { dumps } = await readFolder({
      'sleep/all.json': whole('2026-01-01T00:00:00Z'),
      'sleep/pc-cluster.json': clusters,
    });
    const { proxies, problems } = joinProxies(dumps);
    expect(proxies[0]?.dumps.map(({ source }) => source)).toEqual(['sleep/all.json']);
    expect(problems).toMatchObject([{ source: 'sleep/pc-cluster.json', kind: 'older-duplicate' }]);
  });

  it('of which one is cut short are used as far as the whole one does not say it', async () => {
    const cut = whole('2026-01-02T00:00:00Z').slice(0, -30);
    expect(await proxiesIn({ 'a.json': cut, 'b.json': whole('2026-01-01T00:00:00Z') })).toEqual({
      'demo/sleep': ['b.json'],
    });
  });
});

describe('beside the proxies', () => {
  it('objects of Kubernetes and MeshConfigs are kept in the order of the sources', async () => {
    const { dumps } = await readFolder({
      'a.yaml': 'apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Service\n',
      'mesh.yaml': 'enableAutoMtls: false\n',
      'proxy.json': jsonOf('a'),
    });
    const { objects, proxies } = joinProxies(dumps);
    expect(objects.map(({ kind, value }) => [kind, value['kind']])).toEqual([
      ['kubernetes', 'Pod'],
      ['kubernetes', 'Service'],
      ['mesh-config', undefined],
    ]);
    expect(proxies.length).toBe(1);
  });
});

describe('a recorded scenario', () => {
  it.each(scenarios.filter((name) => name.endsWith('/baseline')))('%s has one proxy for each pod', async (name) => {
    const folder = await recordedFolder(name);
    const { dumps, problems } = await readSources([{ kind: 'path', path: `${folder}/proxies` }]);
    const { proxies, problems: joining } = joinProxies(dumps);
    expect([...problems, ...joining]).toEqual([]);
    for (const { name: pod, dumps: parts } of proxies) {
      expect(parts.length).toBe(name.startsWith('istiod/') ? 2 : 1);
      expect(parts.every(({ source }) => pod.startsWith(source.split(/[./]/)[0] ?? '?'))).toBe(true);
    }
  });
});

describe('manifests without any dump', () => {
  it('are a problem that says what was found', async () => {
    const { dumps } = await readFolder({
      'a.yaml': 'apiVersion: x/v1\nkind: DestinationRule\n---\napiVersion: x/v1\nkind: DestinationRule\n',
      'mesh.yaml': 'enableAutoMtls: false\n',
    });
    const { proxies, objects } = joinProxies(dumps);
    expect(noProxy(proxies, objects)).toMatchObject({
      source: 'a.yaml, mesh.yaml',
      named: true,
      saw: 'only manifests (2 DestinationRule, 1 MeshConfig), and no proxy in them',
    });
  });

  it('tell how to take a dump out of a ConfigMap', async () => {
    const data = { 'web.json': jsonOf('web') };
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'dumps' }, data };
    const { dumps } = await readFolder({ 'a.json': JSON.stringify(map) });
    const { proxies, objects } = joinProxies(dumps);
    expect(noProxy(proxies, objects)?.todo).toContain(`configmap dumps -o json | jq -r '.data["web.json"]'`);
  });

  it('are none beside a dump', async () => {
    const { dumps } = await readFolder({ 'a.yaml': 'apiVersion: v1\nkind: Pod\n', 'b.json': jsonOf('b') });
    const { proxies, objects } = joinProxies(dumps);
    expect(noProxy(proxies, objects)).toBeUndefined();
  });
});
