import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proxy } from '../../src/envoy/model.ts';
import { sourceArgument } from '../../src/input/argument.ts';
import { inspect, type Inspected } from '../../src/inspect.ts';
import { forgetFolders, recordedFolder } from '../recordings/recordings.ts';
import { judgedApart, judgedTogether, meshWith } from './listings.ts';
import { replicaOf } from './replicas.ts';

afterAll(forgetFolders);

let inspected: Inspected;
let sleep: Proxy;

beforeAll(async () => {
  inspected = await inspect([sourceArgument(`${await recordedFolder('demo/baseline')}/proxies`)], { now: new Date(0) });
  sleep = proxyOf('sleep');
});

function proxyOf(workload: string): Proxy {
  const found = inspected.mesh.proxies.find(({ node }) => node.workload === workload);
  if (found === undefined) throw new Error(`the recording has no ${workload}`);
  return found;
}

/** How many edges are shared between `sleep` and two replicas of it that are changed so; all of them are told right. */
function sharedWith(change: (replica: Proxy) => Proxy, others: (proxy: Proxy) => Proxy = (proxy) => proxy): number {
  const proxies = inspected.mesh.proxies.map(others);
  const [client = sleep] = proxies.filter(({ node }) => node.workload === 'sleep');
  const mesh = meshWith(inspected, [...proxies, change(replicaOf(client, 1)), change(replicaOf(client, 2))]);
  const { lines, shared } = judgedTogether(mesh, inspected);
  expect(lines).toEqual(judgedApart(mesh, inspected));

  return shared.length;
}

/** One item of a list changed: the first that fits. */
function withOne<T>(list: readonly T[], fits: (item: T) => boolean, change: (item: T) => T): readonly T[] {
  const at = list.findIndex(fits);
  if (at < 0) throw new Error('the recording has no such thing');
  return list.map((item, index) => (index === at ? change(item) : item));
}

const isOfWeb = ({ name }: { readonly name: string }): boolean => name === 'outbound|80||web.demo.svc.cluster.local';

/** With listeners that look at where a connection comes from. */
const asking = (proxy: Proxy): Proxy => ({
  ...proxy,
  listeners: proxy.listeners.map((listener) => ({
    ...listener,
    filterChains: listener.filterChains.map((chain) => ({
      ...chain,
      match: { ...chain.match, sourcePrefixRanges: [{ ip: '172.16.0.0', prefixLength: 12 }] },
    })),
  })),
});

/** Called as an ingress controller, and without the cluster of a service. */
const controller = (one: Proxy): Proxy => ({
  ...one,
  node: { ...one.node, labels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
  clusters: one.clusters.filter(({ name }) => name !== 'outbound|80||web.demo.svc.cluster.local'),
});

it('shares the edges of a replica', () => {
  expect(sharedWith((replica) => replica)).toBeGreaterThan(10);
});

describe('shares nothing with a client that differs', () => {
  it.each<[string, (replica: Proxy) => Proxy]>([
    [
      'in a cluster',
      (one) => ({ ...one, clusters: withOne(one.clusters, isOfWeb, (c) => ({ ...c, autoSni: !c.autoSni })) }),
    ],
    ['in having one cluster more', (one) => ({ ...one, clusters: [...one.clusters, ...one.clusters.slice(0, 1)] })],
    ['in the order of clusters', (one) => ({ ...one, clusters: one.clusters.toReversed() })],
    [
      'in a cluster that is not in force',
      (one) => ({ ...one, clusters: withOne(one.clusters, isOfWeb, (c) => ({ ...c, state: 'rejected' as const })) }),
    ],
    [
      'in a route',
      (one) => ({
        ...one,
        routes: withOne(
          one.routes,
          ({ name }) => name === '80',
          (routes) => ({ ...routes, virtualHosts: routes.virtualHosts.slice(1) }),
        ),
      }),
    ],
    [
      'in a listener for what goes out',
      (one) => ({
        ...one,
        listeners: withOne(
          one.listeners,
          ({ direction }) => direction === 'outbound',
          (listener) => ({ ...listener, bindToPort: !listener.bindToPort }),
        ),
      }),
    ],
    [
      'in where it takes what comes in',
      (one) => ({
        ...one,
        listeners: withOne(
          one.listeners,
          ({ direction }) => direction === 'inbound',
          (listener) => ({ ...listener, addresses: [{ kind: 'ip', ip: '0.0.0.0', port: 80 }] }),
        ),
      }),
    ],
    [
      'in a secret that it waits for',
      (one) => ({ ...one, secrets: one.secrets.map((each) => ({ ...each, delivered: false })) }),
    ],
    ['in the sections that were seen', (one) => ({ ...one, seen: { ...one.seen, routes: false } })],
    ['in namespace', (one) => ({ ...one, node: { ...one.node, namespace: 'other' } })],
    ['in version', (one) => ({ ...one, node: { ...one.node, istioVersion: '1.5.0' } })],
    ['in the version of Envoy', (one) => ({ ...one, node: { ...one.node, envoyVersion: '1.30.0' } })],
    ['in being a gateway', (one) => ({ ...one, node: { ...one.node, kind: 'router' as const } })],
    ['in how its traffic is captured', (one) => ({ ...one, node: { ...one.node, interceptionMode: 'NONE' } })],
    ['in having no marks', (one) => ({ ...one, endpoints: [] })],
    ['in a name that means something in YAML', (one) => ({ ...one, node: { ...one.node, workload: 'null' } })],
    ['in a name that is a number', (one) => ({ ...one, node: { ...one.node, workload: '1e3' } })],
    ['in a dump that was cut off', (one) => ({ ...one, incomplete: true })],
  ])('%s', (_, change) => {
    expect(sharedWith(change)).toBe(0);
  });
});

describe('shares all edges but those', () => {
  it('to a service of which the client knows other endpoints', () => {
    const all = sharedWith((replica) => replica);
    const moved = sharedWith((replica) => ({
      ...replica,
      endpoints: withOne(
        replica.endpoints,
        ({ clusterName }) => clusterName === 'outbound|80||web.demo.svc.cluster.local',
        (group) => ({
          ...group,
          endpoints: group.endpoints.map((each) => ({ ...each, health: 'UNHEALTHY' as const })),
        }),
      ),
    }));
    expect(moved).toBe(all - 1);
  });

  it('through a cluster of which the client has counted something', () => {
    const all = sharedWith((replica) => replica);
    const counter = {
      name: 'cluster.outbound|80||web.demo.svc.cluster.local.ssl.handshake',
      count: 3,
      evidence: { place: { source: 'stats', pointer: '' }, path: '' },
    };
    expect(sharedWith((replica) => ({ ...replica, counters: [counter] }))).toBe(all - 2);
  });

  it('to the client itself', () => {
    const all = sharedWith((replica) => replica);
    const web = proxyOf('web');
    expect(sharedWith((replica) => ({ ...replica, node: { ...replica.node, ips: web.node.ips } }))).toBeLessThan(all);
  });

  it('to a listener that asks where a connection comes from', () => {
    const all = sharedWith((replica) => replica);
    expect(
      sharedWith(
        (replica) => replica,
        (proxy) => (proxy.node.workload === 'web' ? asking(proxy) : proxy),
      ),
    ).toBeLessThan(all);
  });
});

describe('labels', () => {
  it('do not keep clients apart where nobody asks for them', () => {
    expect(sharedWith((one) => ({ ...one, node: { ...one.node, labels: { app: 'another' } } }))).toBeGreaterThan(10);
  });

  it('keep edges apart where somebody does', () => {
    const proxies = inspected.mesh.proxies.map((proxy) =>
      proxy.node.workload === 'sleep' ? controller(proxy) : proxy,
    );
    const [client = sleep] = proxies.filter(({ node }) => node.workload === 'sleep');
    const other: Proxy = { ...client, node: { ...client.node, labels: {} } };
    const mesh = meshWith(inspected, [...proxies, replicaOf(other, 1)]);
    expect(judgedTogether(mesh, inspected).lines).toEqual(judgedApart(mesh, inspected));
  });
});

it('shares nothing between two, which are judged in the time that it takes', () => {
  const mesh = meshWith(inspected, [...inspected.mesh.proxies, replicaOf(sleep, 1)]);
  expect(judgedTogether(mesh, inspected).shared).toEqual([]);
});
