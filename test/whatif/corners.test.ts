import { afterAll, describe, expect, it } from 'vitest';
import type { Cluster, Proxy } from '../../src/envoy/model.ts';
import { readPolicies } from '../../src/policy/policies.ts';
import { applyPolicies } from '../../src/whatif/apply.ts';
import { policiesOf, rule } from '../policy/from-yaml.ts';
import { forgetFolders } from '../recordings/recordings.ts';
import { recordedProxies } from './recorded.ts';

afterAll(forgetFolders);

/** The recorded baseline with these resources, as a real istiod of the same release configured it. */
async function applied(yaml: string): Promise<readonly Proxy[]> {
  const change = { changes: policiesOf(yaml), deletions: [] };
  return applyPolicies(await recordedProxies('demo/baseline'), readPolicies([]), change).proxies;
}

function named(proxies: readonly Proxy[], name: string): Proxy | undefined {
  return proxies.find((each) => each.name.startsWith(`${name}-`));
}

async function clusterOfSleep(yaml: string, name: string): Promise<Cluster | undefined> {
  return named(await applied(yaml), 'sleep')?.clusters.find((each) => each.name === name);
}

function chains(proxy: Proxy | undefined, listener: string): readonly unknown[] {
  const found = proxy?.listeners.find(({ name }) => name === listener);
  return (found?.filterChains ?? []).flatMap(({ filters }) =>
    filters.map((filter) => (filter.kind === 'tcp' ? filter.tcp.cluster : filter.kind)),
  );
}

/** A VirtualService for connections. */
function route(host: string, namespace: string): string {
  return `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${namespace}-tcp, namespace: ${namespace}}
spec: {hosts: ["${host}"], tcp: [{route: [{destination: {host: reviews.demo.svc.cluster.local, port: {number: 9080}}}]}]}
`;
}

/** A ServiceEntry for new.example.com. */
function entry(namespace: string, spec: string): string {
  return `---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: entry, namespace: ${namespace}}
spec: {hosts: [new.example.com], location: MESH_INTERNAL, ${spec}}
`;
}

describe('a rule that passes connections through', () => {
  const through = rule(
    'demo/all',
    'host: "*.demo.svc.cluster.local", trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}',
  );

  it('leaves mutual TLS to services all of whose endpoints take it', async () => {
    const web = await clusterOfSleep(through, 'outbound|80||web.demo.svc.cluster.local');
    const mixed = await clusterOfSleep(through, 'outbound|8080||mixed.demo.svc.cluster.local');
    expect([web?.type, web?.transportSocket?.kind]).toEqual(['ORIGINAL_DST', 'tls']);
    expect([mixed?.type, mixed?.transportSocket?.kind]).toEqual(['ORIGINAL_DST', undefined]);
  });

  it('asks nobody where it does so for one port', async () => {
    const port = 'portLevelSettings: [{port: {number: 8080}, loadBalancer: {simple: PASSTHROUGH}}]';
    const mixed = await clusterOfSleep(
      rule('demo/mixed', `host: mixed, trafficPolicy: {${port}}`),
      'outbound|8080||mixed.demo.svc.cluster.local',
    );
    expect([mixed?.type, mixed?.transportSocket?.kind]).toEqual(['ORIGINAL_DST', 'tls']);
  });
});

it('the PROXY protocol stands before plaintext too', async () => {
  const cluster = await clusterOfSleep(
    rule('demo/web', 'host: web, trafficPolicy: {proxyProtocol: {version: V1}}'),
    'outbound|80||web.demo.svc.cluster.local',
  );
  expect(cluster?.transportSocketMatches.map(({ transportSocket }) => transportSocket.kind)).toEqual([
    'proxy-protocol',
    'proxy-protocol',
  ]);
});

describe('routes of connections', () => {
  it('are not for ports that carry TLS', async () => {
    const sleep = named(await applied(route('web.demo.svc.cluster.local', 'demo')), 'sleep');
    expect(chains(sleep, '10.96.0.12_9000')).toEqual(['outbound|9080||reviews.demo.svc.cluster.local']);
    expect(chains(sleep, '10.96.0.12_443')).toEqual(['outbound|443||web.demo.svc.cluster.local']);
  });

  it('are those of the first VirtualService that has one, however wide its host', async () => {
    const http = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: http, namespace: demo, creationTimestamp: "2020-01-01T00:00:00Z"}
spec: {hosts: ["*.demo.svc.cluster.local"], http: [{route: [{destination: {host: web}}]}]}
`;
    const sleep = named(await applied(http + route('*.demo.svc.cluster.local', 'demo')), 'sleep');
    expect(chains(sleep, '10.96.0.12_9000')).toEqual(['outbound|9080||reviews.demo.svc.cluster.local']);
  });

  it('are for the servers of a gateway whose hosts they share', async () => {
    const ingress = named(
      await applied(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: shop, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: a, protocol: TLS}, hosts: [a.example.com], tls: {mode: ISTIO_MUTUAL}}
  - {port: {number: 443, name: b, protocol: TLS}, hosts: [b.example.com], tls: {mode: ISTIO_MUTUAL}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: demo}
spec:
  hosts: [b.example.com]
  gateways: [istio-system/shop]
  tcp: [{route: [{destination: {host: web.demo.svc.cluster.local, port: {number: 9000}}}]}]
`),
      'ingress',
    );
    const names = ingress?.listeners.flatMap(({ filterChains }) =>
      filterChains.flatMap(({ match }) => match.serverNames),
    );
    expect(names).toEqual(['b.example.com']);
  });
});

describe('a ServiceEntry', () => {
  it('that selects workloads expects their identities', async () => {
    const spec =
      'resolution: STATIC, ports: [{number: 8088, name: http, protocol: HTTP}], workloadSelector: {labels: {app: web}}';
    const cluster = await clusterOfSleep(entry('demo', spec), 'outbound|8088||new.example.com');
    const [match] = cluster?.transportSocketMatches ?? [];
    const tls = match?.transportSocket.kind === 'tls' ? match.transportSocket.tls : undefined;
    expect(tls?.validation?.sans.map(({ matcher }) => matcher.value)).toEqual([
      'spiffe://cluster.local/ns/demo/sa/web',
    ]);
  });

  it('gives its host to nobody else who names it later', async () => {
    const first = entry('data', 'resolution: NONE, ports: [{number: 7001, name: tcp, protocol: TCP}]');
    const second = entry('demo', 'resolution: NONE, ports: [{number: 7002, name: tcp, protocol: TCP}]');
    const sleep = named(await applied(first + second), 'sleep');
    const ports = sleep?.clusters.map(({ name }) => name).filter((name) => name.endsWith('new.example.com'));
    expect(ports).toEqual(['outbound|7001||new.example.com']);
  });
});
