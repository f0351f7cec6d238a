import { describe, expect, test } from 'vitest';
import { clientsNamed } from '../../src/edge/client-names.ts';
import { meshOf } from '../../src/edge/mesh.ts';
import type { Named } from '../../src/edge/named.ts';
import { splitPort, targetsNamed } from '../../src/edge/target-names.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import { clusterOf, endpointOf, proxyOf } from '../envoy/builders.ts';

function pod(namespace: string, workload: string, hash: string, ip: string, rest: Partial<Proxy> = {}): Proxy {
  const base = proxyOf();
  const name = `${workload}-${hash}`;
  return {
    ...base,
    name,
    node: { ...base.node, pod: name, namespace, workload, app: workload.split('-')[0] ?? workload, ips: [ip] },
    ...rest,
  };
}

function service(host: string, port: number, ...ips: readonly string[]) {
  const name = `outbound|${port}||${host}`;
  const place = { source: 'test', pointer: '' };
  const endpoints = ips.map((ip) => endpointOf({ address: { kind: 'ip', ip, port: 8000 + port } }));
  const loadAssignment = { clusterName: name, endpoints, metadataKnown: true, place, path: '' };
  return clusterOf({ name, edsServiceName: name, loadAssignment });
}

const clusters = [
  service('web.demo.svc.cluster.local', 80, '10.0.0.2', '10.0.0.3'),
  service('web.demo.svc.cluster.local', 443, '10.0.0.2'),
  service('web.prod.svc.cluster.local', 80, '10.0.0.4'),
  service('reviews.demo.svc.cluster.local', 9080, '10.0.0.5'),
  service('api.example.com', 443, '192.0.2.7'),
];
const mesh = meshOf(
  [
    pod('demo', 'sleep', 'aa-1', '10.0.0.1', { clusters }),
    pod('demo', 'web', 'bb-2', '10.0.0.2'),
    pod('demo', 'web', 'bb-3', '10.0.0.3'),
    pod('prod', 'web', 'cc-4', '10.0.0.4'),
    pod('demo', 'reviews-v1', 'dd-5', '10.0.0.5'),
    pod('demo', 'reviews-v2', 'ee-6', 'fd00::6'),
  ],
  new Date('2026-01-01T00:00:00Z'),
);
const sleep = mesh.proxyNamed('sleep-aa-1');

/** What was found, or why nothing was, in one word list. */
function names<Thing>(named: Named<Thing>, name: (thing: Thing) => string): readonly string[] | string {
  switch (named.kind) {
    case 'found':
      return named.things.map(name);
    case 'ambiguous':
      return `ambiguous: ${named.names.join(', ')}`;
    case 'unknown':
      return `unknown: ${named.nearest.join(', ')}`;
  }
}

describe('the name of a client', () => {
  test.each([
    ['sleep-aa-1', ['sleep-aa-1']],
    ['sleep', ['sleep-aa-1']],
    ['demo/sleep', ['sleep-aa-1']],
    ['sleep.demo', ['sleep-aa-1']],
    ['pod/sleep-aa-1', ['sleep-aa-1']],
    ['pod/sleep-aa-1.demo', ['sleep-aa-1']],
    ['deploy/sleep', ['sleep-aa-1']],
    ['10.0.0.5', ['reviews-v1-dd-5']],
    ['fd00::6', ['reviews-v2-ee-6']],
    ['reviews-v1', ['reviews-v1-dd-5']],
    ['reviews-v1-d', ['reviews-v1-dd-5']],
    ['demo/web', ['web-bb-2', 'web-bb-3']],
  ])('%s', (word, found) => {
    expect(names(clientsNamed(mesh, word), ({ name }) => name)).toEqual(found);
  });

  test('is ambiguous where workloads of several namespaces have it', () => {
    expect(names(clientsNamed(mesh, 'web'), ({ name }) => name)).toBe('ambiguous: demo/web, prod/web');
  });

  test('is ambiguous where it begins the names of several workloads', () => {
    expect(names(clientsNamed(mesh, 'reviews'), ({ name }) => name)).toBe(
      'ambiguous: demo/reviews-v1, demo/reviews-v2',
    );
  });

  test('is unknown where nothing is called so, and the nearest are named', () => {
    expect(names(clientsNamed(mesh, 'slepe'), ({ name }) => name)).toMatch(/^unknown: sleep/u);
    expect(names(clientsNamed(mesh, 'prod/sleep'), ({ name }) => name)).toMatch(/^unknown/u);
  });

  test('never is what an object inherits', () => {
    expect(names(clientsNamed(mesh, '__proto__'), ({ name }) => name)).toMatch(/^unknown/u);
    expect(names(clientsNamed(mesh, 'constructor'), ({ name }) => name)).toMatch(/^unknown/u);
  });
});

describe('the name of what is called', () => {
  const web = 'web.demo.svc.cluster.local';

  test.each([
    [`${web}:80`, [`${web}:80`]],
    ['web.demo.svc:80', [`${web}:80`]],
    ['web.demo:80', [`${web}:80`]],
    ['demo/web:80', [`${web}:80`]],
    ['svc/web.demo:80', [`${web}:80`]],
    ['prod/web:80', ['web.prod.svc.cluster.local:80']],
    ['web.prod', ['web.prod.svc.cluster.local:80']],
    ['api.example.com', ['api.example.com:443']],
    ['rev', ['reviews.demo.svc.cluster.local:9080']],
    ['10.9.9.9:1234', ['10.9.9.9:1234']],
    ['[fd00::6]:8080', ['fd00::6:8080']],
    ['10.0.0.5', ['10.0.0.5:17080']],
  ])('%s', (word, found) => {
    expect(names(targetsNamed(mesh, sleep, word), text)).toEqual(found);
  });

  test('is a service of the own namespace before others of that name', () => {
    expect(names(targetsNamed(mesh, sleep, 'web:80'), text)).toEqual([`${web}:80`]);
  });

  test('is ambiguous to a client without a namespace', () => {
    const said = names(targetsNamed(mesh, undefined, 'web:80'), text);
    expect(said).toBe(`ambiguous: ${web}, web.prod.svc.cluster.local`);
  });

  test('means every port where none is named', () => {
    expect(names(targetsNamed(mesh, sleep, 'web'), text)).toEqual([`${web}:80`, `${web}:443`]);
  });

  test('may be a pod, which is reached through its services', () => {
    expect(names(targetsNamed(mesh, sleep, 'web-bb-2'), text)).toEqual([
      `${web}:80 at 10.0.0.2:8080`,
      `${web}:443 at 10.0.0.2:8443`,
    ]);
    expect(names(targetsNamed(mesh, sleep, 'web-bb-2:443'), text)).toEqual([`${web}:443 at 10.0.0.2:8443`]);
  });

  test('is unknown where nothing is called so, and the nearest are named', () => {
    expect(names(targetsNamed(mesh, sleep, 'revews:9080'), text)).toBe('unknown: reviews.demo.svc.cluster.local');
  });
});

describe('host and port', () => {
  test.each([
    ['web', { host: 'web' }],
    ['web:80', { host: 'web', port: 80 }],
    ['10.0.0.1:80', { host: '10.0.0.1', port: 80 }],
    ['fd00::6', { host: 'fd00::6' }],
    ['[fd00::6]', { host: 'fd00::6' }],
    ['[fd00::6]:80', { host: 'fd00::6', port: 80 }],
  ])('%s', (word, parts) => {
    expect(splitPort(word)).toEqual(parts);
  });
});

function text({
  host,
  port,
  endpoint,
}: {
  readonly host: string;
  readonly port: number;
  readonly endpoint?: string;
}): string {
  return `${host}:${port}${endpoint === undefined ? '' : ` at ${endpoint}`}`;
}
