/** Clusters and endpoints of which so many are alike that their lines are filled in, not made one by one. */
import { describe, expect, it } from 'vitest';
import { folderWith } from '../../input/support/temporary-folder.ts';
import { run } from '../../run.ts';
import { tarOf } from '../../input/support/archives.ts';
import { documentByRecords, factsByRecords } from './by-records.ts';

const parse: (text: string) => { readonly configs: readonly unknown[] } = JSON.parse;
const now = new Date('2026-11-23T12:00:00Z');

interface ClusterEntry {
  readonly cluster: object;
  readonly last_updated?: string;
  readonly error_state?: object;
}

function cluster(name: string, lastUpdated = '2026-01-02T00:00:00.123Z', more: object = {}): ClusterEntry {
  return { cluster: { name, type: 'EDS', ...more }, last_updated: lastUpdated };
}

function refused(name: string): ClusterEntry {
  const state = { failed_configuration: { name, type: 'EDS' }, details: 'no' };
  return { ...cluster(name), error_state: state };
}

const names = Array.from({ length: 40 }, (_, index) => `outbound|80||s${index}.demo.svc.cluster.local`);
const alike = names.map((name) => cluster(name));
const endpoints = names.map((name, index) => {
  const address = { socket_address: { address: `10.0.1.${index}`, port_value: 80 } };
  const group = { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] };
  return { endpoint_config: group };
});

/** The text of a dump with these clusters. */
function dumpWith(clusters: readonly ClusterEntry[], more: object = {}): string {
  const bootstrap = { node: { id: 'sidecar~10.0.0.1~web.demo~demo.svc.cluster.local' } };
  const configs = [
    { bootstrap },
    { dynamic_active_clusters: clusters, ...more },
    { dynamic_endpoint_configs: endpoints },
  ];
  return JSON.stringify({ configs });
}

describe('resources that are alike', () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['in one dump', { 'a.json': dumpWith(alike) }],
    ['in a folder that names the proxy', { 'é "x"/config_dump.json': dumpWith(alike) }],
    ['with one that is told twice', { 'a.json': dumpWith([...alike, cluster(names[20] ?? '')]) }],
    [
      'with one that is told again, otherwise',
      { 'a.json': dumpWith([...alike, cluster(names[20] ?? '', '', { type: 'STATIC' })]) },
    ],
    [
      'with names of other kinds among them',
      {
        'a.json': dumpWith(
          ['é', '\u001b[1m', '"', '\\', '\u007f', ''].flatMap((odd, at) => [
            ...alike.slice(0, 12).map((each, index) => cluster(`${index}-${at}.x`)),
            cluster(odd),
          ]),
        ),
      },
    ],
    [
      'in two lists',
      { 'a.json': dumpWith(alike, { static_clusters: names.map((name) => cluster(`static.${name}`)) }) },
    ],
    ['waiting and in force', { 'a.json': dumpWith(alike, { dynamic_warming_clusters: alike }) }],
    [
      'each of a later moment than the one before, some in another form',
      {
        'a.json': dumpWith(
          names.map((name, index) => cluster(name, `2026-01-02T00:00:${index + 10}${index % 7 === 0 ? '' : '.123'}Z`)),
        ),
      },
    ],
    [
      'that bring their endpoints',
      {
        'a.json': dumpWith(
          names.map((name, index) => cluster(name, undefined, { load_assignment: endpoints[index]?.endpoint_config })),
        ),
      },
    ],
    ['in force and refused at once', { 'a.json': dumpWith(names.map((name) => refused(name))) }],
    ['two times in one file', { 'a.json': `${dumpWith(alike)}\n${dumpWith(alike)}` }],
  ])('are what records make of them: %s', async (_, files) => {
    const folder = folderWith(files);
    const inspected = await run(['inspect', '-o', 'json', folder], { now: () => now });
    expect(inspected.stdout).toBe(await documentByRecords([folder], now));
    const facts = await run(['facts', folder], { now: () => now });
    expect(facts.stdout).toBe(await factsByRecords([folder]));
  });

  it('are of the member of an archive that they stand in', async () => {
    // Who they are of is told after them.
    const members = ['web', 'api'].map((name) => {
      const { configs } = parse(dumpWith(alike).replaceAll('web.demo', `${name}.demo`));
      return [`${name}/config_dump.json`, JSON.stringify({ configs: configs.toReversed() })] as const;
    });
    const folder = folderWith({ 'all.tar': await tarOf(members) });
    const { stdout } = await run(['facts', folder], { now: () => now });
    expect(stdout).toBe(await factsByRecords([folder]));
  });

  it('are looked through for secrets', async () => {
    const folder = folderWith({ 'a.json': dumpWith(names.map((name) => cluster(`password=hunter2${name}`))) });
    for (const command of [['inspect', '-o', 'json'], ['facts']]) {
      const { stdout } = await run([...command, folder], { now: () => now });
      expect(stdout.match(/"password=\[redacted\]"/gu)).toHaveLength(names.length);
      expect(stdout).not.toContain('hunter2');
    }
  });
});
