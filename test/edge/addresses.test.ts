import { describe, expect, it } from 'vitest';
import { meshOf } from '../../src/edge/mesh.ts';
import type { Endpoint, Proxy } from '../../src/envoy/model.ts';
import { clusterOf, endpointOf, proxyOf } from '../envoy/builders.ts';

const place = { source: 'test', pointer: '' };
const web = 'web.demo.svc.cluster.local';

function listed(ip: string, workload?: string): Endpoint {
  return endpointOf({ address: { kind: 'ip', ip, port: 8080 }, ...(workload !== undefined && { workload }) });
}

/** Lists these endpoints of `web`. */
function client(...endpoints: readonly Endpoint[]): Proxy {
  const name = `outbound|80||${web}`;
  const loadAssignment = { clusterName: name, endpoints, metadataKnown: true, place, path: '' };
  return named('sleep', ['10.0.0.1'], { clusters: [clusterOf({ name, edsServiceName: name, loadAssignment })] });
}

function named(name: string, ips: readonly string[], more: Partial<Proxy> = {}): Proxy {
  const proxy = proxyOf(more);
  return { ...proxy, name, node: { ...proxy.node, pod: '', workload: '', namespace: '', ips } };
}

/** Says that it serves `web` on 8080, and not where. */
function server(name: string, ips: readonly string[] = []): Proxy {
  const cluster = clusterOf({ name: 'inbound|8080||' });
  const services = [{ host: web, name: 'web', namespace: 'demo' }];
  return named(name, ips, { clusters: [{ ...cluster, istio: { ...cluster.istio, services } }] });
}

/** Whose address this is, and whose it may be. */
function at(ip: string, ...proxies: readonly Proxy[]): readonly [string | undefined, readonly string[]] {
  const mesh = meshOf(proxies, new Date(0));
  return [mesh.proxyAt(ip)?.name, mesh.maybeAt(ip).map(({ name }) => name)];
}

describe('the address of a proxy without a bootstrap', () => {
  it('is that of the only endpoint of what it serves', () => {
    expect(at('10.0.0.2', client(listed('10.0.0.2')), server('s'))).toEqual(['s', []]);
  });

  it('is that of the endpoint whose workload its pod is called after', () => {
    const endpoints = client(listed('10.0.0.2', 'web-v1;demo'), listed('10.0.0.3', 'web-v2;demo'));
    expect(at('10.0.0.3', endpoints, server('web-v2-5d4f8c9b7d-x2x4z'))).toEqual(['web-v2-5d4f8c9b7d-x2x4z', []]);
  });

  it('is left open among replicas', () => {
    const endpoints = client(listed('10.0.0.2', 'web;demo'), listed('10.0.0.3', 'web;demo'));
    expect(at('10.0.0.3', endpoints, server('web-5d4f8c9b7d-x2x4z'))).toEqual([undefined, ['web-5d4f8c9b7d-x2x4z']]);
  });

  it('is left open where two may have it', () => {
    expect(at('10.0.0.2', client(listed('10.0.0.2')), server('a'), server('b'))).toEqual([undefined, ['a', 'b']]);
  });

  it('is none that another proxy says is its own', () => {
    const proxies = [client(listed('10.0.0.2'), listed('10.0.0.3')), server('a', ['10.0.0.2']), server('b')];
    expect(at('10.0.0.2', ...proxies)).toEqual(['a', []]);
    expect(at('10.0.0.3', ...proxies)).toEqual(['b', []]);
  });

  it('is none of what others serve', () => {
    expect(at('10.0.0.2', client(listed('10.0.0.2', 'web;demo')), named('web', []))).toEqual([undefined, []]);
  });

  it('is not taken for nobody’s where a rule hides who has a proxy', () => {
    const open = named('ingress', []);
    expect(meshOf([client(listed('10.0.0.2')), server('s', ['10.0.0.2']), open], new Date(0)).isWhole).toBe(false);
  });
});
