import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/input/formats.ts';
import type { RawDump } from '../../src/input/model.ts';
import { recordedFiles } from '../recordings/recordings.ts';
import { dumpOf } from './support/dumps.ts';
import { dumpIn, problemIn, readOne } from './support/read.ts';

function sectionsOf({ sections }: RawDump): string {
  return Object.entries(sections)
    .flatMap(([name, there]) => (there ? [name] : []))
    .join(' ');
}

function countsOf({ resources }: RawDump): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind, state } of resources) {
    const key = state === 'active' || state === 'static' ? kind : `${kind} ${state}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const all = 'bootstrap listeners clusters endpoints routes secrets';
const full = { bootstrap: 1, listener: 16, cluster: 26, endpoints: 26, route: 9, secret: 2 };
const withoutEndpoints = { bootstrap: 1, listener: 16, cluster: 26, route: 9, secret: 2 };

describe('what a recorded pod looks like in each shape', async () => {
  const files = await recordedFiles('shapes/sleep');

  it.each<[file: string, format: string, sections: string, counts: Readonly<Record<string, number>>]>([
    ['config_dump.json', 'config_dump', all, full],
    ['pc-all.json', 'config_dump', all, full],
    ['config_dump-no-eds.json', 'config_dump', 'bootstrap listeners clusters routes secrets', withoutEndpoints],
    ['config_dump-rejected.json', 'config_dump', all, { ...full, 'listener rejected': 2 }],
    [
      'config_dump-warming.json',
      'config_dump',
      all,
      { ...full, route: 11, 'listener draining': 1, 'cluster warming': 4, 'secret warming': 2 },
    ],
    ['config_dump-mask.json', 'config_dump', 'listeners', { listener: 14 }],
    ['config_dump-resource-clusters.json', '/config_dump?resource=…', 'clusters', { cluster: 22 }],
    ['pc-bootstrap.json', 'istioctl pc bootstrap -o json', 'bootstrap', { bootstrap: 1 }],
    ['pc-cluster.json', 'istioctl pc cluster -o json|yaml', 'clusters', { cluster: 26 }],
    ['pc-cluster.yaml', 'istioctl pc cluster -o json|yaml', 'clusters', { cluster: 26 }],
    ['pc-eds.json', 'istioctl pc eds -o json|yaml', 'endpoints', { endpoints: 22 }],
    ['pc-listener.json', 'istioctl pc listener -o json|yaml', 'listeners', { listener: 16 }],
    ['pc-listener.yaml', 'istioctl pc listener -o json|yaml', 'listeners', { listener: 16 }],
    ['pc-route.json', 'istioctl pc route -o json|yaml', 'routes', { route: 9 }],
    ['pc-secret.json', 'istioctl pc secret -o json', 'secrets', { secret: 2 }],
    ['admin-clusters.json', '/clusters?format=json', '', { 'cluster-status': 26 }],
    ['admin-listeners.json', '/listeners?format=json', '', { 'listener-status': 16 }],
    ['admin-certs.json', '/certs', '', { certificate: 21 }],
    ['admin-server_info.json', '/server_info', '', { 'server-info': 1 }],
    ['admin-stats.json', '/stats?format=json', '', { stats: 1 }],
  ])('%s is %s', async (file, format, sections, counts) => {
    const dump = await dumpIn(files.get(file) ?? '');
    expect({ format: dump.format, sections: sectionsOf(dump), counts: countsOf(dump) }).toEqual({
      format,
      sections,
      counts,
    });
  });

  it.each([
    ['access-log.jsonl', 'an access log'],
    ['admin-clusters.txt', "the text form of Envoy's /clusters or /listeners"],
    ['pc-cluster.txt', 'a table that istioctl prints for people'],
    ['pc-listener.txt', 'a table that istioctl prints for people'],
  ])('%s is no dump but %s, and it is said what to fetch instead', async (file, saw) => {
    const problem = await problemIn(files.get(file) ?? '');
    expect(problem).toMatchObject({ kind: 'not-a-dump', saw });
    expect(problem.todo).not.toBe('');
  });
});

/** `/server_info` of a node. */
function infoOf(id: string): string {
  return JSON.stringify({ version: '1', command_line_options: {}, node: { id } });
}

const cluster = { name: 'outbound|80||web', connectTimeout: '1s' };

describe('other shapes', () => {
  it.each<[what: string, content: unknown, sections: string, kinds: readonly string[]]>([
    ['a section cut out of a dump', dumpOf('a').configs[1], 'clusters', ['cluster']],
    ['the list of sections', dumpOf('a').configs, 'bootstrap listeners clusters', ['bootstrap', 'cluster']],
    [
      'one resource',
      { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', ...cluster },
      'clusters',
      ['cluster'],
    ],
    ['one resource without its type', { name: 'x', filterChains: [] }, 'listeners', ['listener']],
    [
      'a map of sections, as in 1.0',
      { configs: { clusters: { staticClusters: [{ cluster }] } } },
      'clusters',
      ['cluster'],
    ],
    [
      'listeners of Envoy 1.12',
      { configs: [{ dynamic_active_listeners: [{ listener: { name: 'x' } }] }] },
      'listeners',
      ['listener'],
    ],
    ['hosts as istioctl prints them', [{ name: 'x', addedViaApi: true, hostStatuses: [] }], '', ['cluster-status']],
    [
      'an unknown section',
      { configs: [{ '@type': 'type.googleapis.com/envoy.admin.v9.FooConfigDump', foos: [1] }] },
      '',
      [],
    ],
    [
      'an unknown resource',
      { configs: [{ '@type': 'type.googleapis.com/envoy.foo.v9.Foo', x: 1 }] },
      '',
      ['unrecognised'],
    ],
    ["ztunnel's dump", { workloads: [], services: [], certificates: [] }, '', ['ztunnel']],
    ['one Kubernetes object', { apiVersion: 'v1', kind: 'Pod' }, '', ['kubernetes']],
    [
      'a list of Kubernetes objects',
      { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod' }] },
      '',
      ['kubernetes'],
    ],
    ['a MeshConfig', { enableAutoMtls: true, trustDomainAliases: [] }, '', ['mesh-config']],
  ])('%s is read', async (_, content, sections, kinds) => {
    const dump = await dumpIn(JSON.stringify(content));
    expect(sectionsOf(dump)).toBe(sections);
    expect(dump.resources.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('several YAML documents are read, comments and empty ones among them', async () => {
    const pod = 'apiVersion: v1\nkind: Pod\n';
    const dump = await dumpIn(`# all of it\n---\n${pod}---\n# nothing\n---\n${pod}`);
    expect(dump.resources.map(({ place }) => place.document ?? 0)).toEqual([0, 2]);
  });

  it('documents that follow one another in one stream are one dump while they belong together', async () => {
    const sections = dumpOf('a')
      .configs.map((section) => JSON.stringify(section))
      .join('\n');
    expect(sectionsOf(await dumpIn(sections))).toBe('bootstrap listeners clusters');
  });

  it('dumps of two pods in one stream are two', async () => {
    const { dumps } = await readOne(JSON.stringify(dumpOf('a')) + JSON.stringify(dumpOf('b')));
    expect(dumps.map(sectionsOf)).toEqual(['bootstrap listeners clusters', 'bootstrap listeners clusters']);
  });

  it('dumps of two pods in one list are two, each with its own places', async () => {
    const { dumps } = await readOne(JSON.stringify([dumpOf('a'), dumpOf('b')]));
    expect(dumps.map(sectionsOf)).toEqual(['bootstrap listeners clusters', 'bootstrap listeners clusters']);
    expect(dumps.map(({ resources }) => resources[0]?.place.pointer)).toEqual([
      '/0/configs/0/bootstrap',
      '/1/configs/0/bootstrap',
    ]);
  });

  it('what two proxies say of themselves in one stream is kept apart', async () => {
    const { dumps } = await readOne(`${infoOf('a')}{"certificates":[]}${infoOf('b')}`);
    expect(dumps.map(({ format }) => format)).toEqual(['/server_info, /certs', '/server_info']);
  });

  it('what kubectl says before the JSON changes nothing but the lines', async () => {
    const said = 'Defaulted container "istio-proxy" out of: istio-proxy, app\nWarning: old\n';
    const { dumps, problems } = await readOne(said + JSON.stringify(dumpOf('a')));
    expect(problems).toEqual([]);
    expect(dumps[0]?.resources[0]?.place.start).toBe(said.length + '{"configs":['.length);
  });

  it('a byte order mark, a status line and UTF-16 change nothing', async () => {
    const text = JSON.stringify(dumpOf('a'));
    const plain = countsOf(await dumpIn(text));
    expect(countsOf(await dumpIn(`\uFEFF200\n${text}`))).toEqual(plain);
    expect(countsOf(await dumpIn(`200\r\n${text}`))).toEqual(plain);
    expect(countsOf(await dumpIn(Buffer.from(`\uFEFF${text}`, 'utf16le')))).toEqual(plain);
  });
});

describe('a resource', () => {
  it('that was refused carries the reason, beside the one in force', async () => {
    const entry = {
      name: 'x',
      active_state: { listener: { name: 'x' }, last_updated: '2026-01-01T00:00:00Z', version_info: '1' },
      error_state: {
        failed_configuration: { name: 'x', bad: true },
        details: 'no',
        last_update_attempt: '2026-01-02T00:00:00Z',
      },
    };
    const { resources } = await dumpIn(JSON.stringify({ configs: [{ dynamic_listeners: [entry] }] }));
    expect(resources).toMatchObject([
      {
        state: 'active',
        versionInfo: '1',
        lastUpdated: '2026-01-01T00:00:00Z',
        place: { pointer: '/configs/0/dynamic_listeners/0/active_state/listener' },
      },
      {
        state: 'rejected',
        rejection: 'no',
        value: { bad: true },
        place: { pointer: '/configs/0/dynamic_listeners/0/error_state/failed_configuration' },
      },
    ]);
  });

  it('that was refused without a trace of what it was keeps its name', async () => {
    const entry = { name: 'x', error_state: { details: 'no' } };
    const { resources } = await dumpIn(JSON.stringify({ configs: [{ dynamic_listeners: [entry] }] }));
    expect(resources).toMatchObject([{ state: 'rejected', value: { name: 'x' } }]);
  });

  it('may have keys that mean something to JavaScript', async () => {
    const text =
      '{"configs":[{"__proto__":[],"dynamic_active_clusters":[{"cluster":{"name":"a","__proto__":{"y":1}}}]}]}';
    const { resources } = await dumpIn(text);
    expect(resources.length).toBe(1);
    expect(Object.keys(resources[0]?.value ?? {})).toContain('__proto__');
  });
});

it('each format is named in docs/sources.md', () => {
  const page = readFileSync(new URL('../../docs/sources.md', import.meta.url), 'utf8');
  expect(formats.map(({ name }) => name).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
