import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forgetFolders, recordedFolder } from '../../recordings/recordings.ts';
import { folderWith } from '../../input/support/temporary-folder.ts';
import { run } from '../../run.ts';

afterAll(forgetFolders);

/** The document made while reading, and the same made of records: `--show all` takes the long way. */
async function bothOf(file: string): Promise<readonly (readonly [string, string, number])[]> {
  const at = ['--at', '2026-11-22T12:00:00Z'];
  const results = [
    await run(['inspect', '-o', 'json', ...at, file]),
    await run(['inspect', '-o', 'json', '--show', 'all', ...at, file]),
  ];
  return results.map(({ stdout, stderr, code }) => [stdout, stderr, code] as const);
}

const cluster = (name: string, more: object = {}) => ({
  cluster: { name, type: 'STATIC', ...more },
  last_updated: '2026-01-01T00:00:00Z',
});
const dump = (...clusters: readonly object[]) => ({
  configs: [
    {
      bootstrap: {
        node: { id: 'sidecar~10.0.0.1~a.b~b.svc.cluster.local' },
        static_resources: { clusters: [{ name: 'static' }] },
      },
    },
    { dynamic_active_clusters: clusters },
  ],
});

describe('what is written while it is read', () => {
  it.each(['shapes/sleep', 'hbone/baseline'])('is the document that records make: %s', async (recording) => {
    const folder = await recordedFolder(recording);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:json|gz)$/u.test(name),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const [short, long] = await bothOf(join(folder, file));
      expect(short).toEqual(long);
    }
  });

  const address = { socket_address: { address: '::1', port_value: 80 } };
  const loadAssignment = {
    load_assignment: { cluster_name: 'x', endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] },
  };
  const marks = { 'envoy.transport_socket_match': { tlsMode: 'istio', odd: 'x' } };
  const endpoints = [{ lb_endpoints: [{ endpoint: { address }, metadata: { filter_metadata: marks } }] }];
  const marked = { load_assignment: { cluster_name: 'x', endpoints } };
  const asking = { transport_socket_matches: [{ name: 'm', match: { odd: 'x' } }] };
  const names = [
    'a',
    'b.c',
    'outbound|80||é.demo',
    'outbound|80||"q".demo',
    'outbound|80||x.demo',
    'inbound|80||',
    'outbound_.80_._.x.y',
    '\u001b[1m',
    '',
  ];

  it.each([
    [
      'names of every kind, six of each',
      JSON.stringify(dump(...[1, 2, 3, 4, 5, 6].flatMap((copy) => names.map((name) => cluster(`${name}${copy}`))))),
    ],
    ['the same name twice', JSON.stringify(dump(cluster('a'), cluster('a', { type: 'EDS' })))],
    ['a static cluster that the section repeats', JSON.stringify(dump(cluster('static')))],
    [
      'clusters that bring endpoints',
      JSON.stringify(dump(...[1, 2, 3, 4, 5, 6].map((copy) => cluster(`c${copy}`, loadAssignment)))),
    ],
    [
      'two documents of one proxy',
      `${JSON.stringify(dump(cluster('a')))}\n${JSON.stringify({ dynamic_endpoint_configs: [{ endpoint_config: { cluster_name: 'a' } }] })}`,
    ],
    [
      'two proxies',
      `${JSON.stringify(dump(cluster('a')))}\n${JSON.stringify(dump(cluster('a'))).replace('~a.b~', '~z.b~')}`,
    ],
    [
      'marks that nobody asks for, and that a cluster asks for',
      JSON.stringify(dump(cluster('a', marked), cluster('b', { ...marked, ...asking }))),
    ],
    ['marks that nobody asks for', JSON.stringify(dump(cluster('a', marked)))],
    [
      'endpoints with metadata and without',
      JSON.stringify({
        dynamic_endpoint_configs: [{ endpoint_config: { cluster_name: 'a' } }],
        cluster_statuses: [{ name: 'a' }, { name: 'b' }],
      }),
    ],
    ['the bootstrap at the end', JSON.stringify({ configs: dump(cluster('a'), cluster('b')).configs.toReversed() })],
    ['a cut end', JSON.stringify(dump(cluster('a'), cluster('b'))).slice(0, -60)],
    [
      'refused and waiting clusters',
      JSON.stringify({
        configs: [
          {
            dynamic_warming_clusters: [cluster('w')],
            dynamic_active_clusters: [
              { ...cluster('r'), error_state: { failed_configuration: { name: 'r' }, details: 'no' } },
            ],
          },
        ],
      }),
    ],
  ])('is right for %s', async (_, text) => {
    const folder = folderWith({});
    const file = join(folder, 'dump.json');
    writeFileSync(file, text);
    const [short, long] = await bothOf(file);
    expect(short).toEqual(long);
  });
});
