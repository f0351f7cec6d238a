import { describe, expect, it } from 'vitest';
import { serviceDirectory } from '../../src/edge/service-directory.ts';
import { clusterOf, endpointOf, proxyOf } from '../envoy/builders.ts';

const place = { source: 'test', pointer: '' };

/** What the only client tells of a service's unmarked endpoint, where one rule covers all services. */
function markUnderRule(host: string): string {
  const name = `outbound|443||${host}`;
  const endpoints = [endpointOf({ address: { kind: 'ip', ip: '10.0.0.2', port: 6443 } })];
  const loadAssignment = { clusterName: name, endpoints, metadataKnown: true, place, path: '' };
  const base = clusterOf({ name, edsServiceName: name, loadAssignment });
  const cluster = { ...base, istio: { ...base.istio, config: '/destination-rule/all' } };
  return serviceDirectory([proxyOf({ clusters: [cluster] })]).markOf('10.0.0.2');
}

describe('an endpoint without a mark under a rule that hides marks', () => {
  it('may have a proxy', () => {
    expect(markUnderRule('web.demo.svc.cluster.local')).toBe('hidden');
  });

  it('has none where it is the API server', () => {
    expect(markUnderRule('kubernetes.default.svc.cluster.local')).toBe('bare');
  });
});

/** What a client tells of the unmarked endpoint of a service with these ports, where auto mTLS would show marks. */
function markOf(...ports: readonly number[]): string {
  const clusters = ports.map((port) => {
    const name = `outbound|${port}||front.demo.svc.cluster.local`;
    const endpoints = [endpointOf({ address: { kind: 'ip', ip: '10.0.0.2', port: 8080 } })];
    const loadAssignment = { clusterName: name, endpoints, metadataKnown: true, place, path: '' };
    return clusterOf({ name, edsServiceName: name, loadAssignment });
  });
  return serviceDirectory([proxyOf({ clusters })]).markOf('10.0.0.2');
}

describe('an endpoint without a mark', () => {
  it('has no proxy', () => {
    expect(markOf(80)).toBe('bare');
  });

  it('may have one where its service exposes what only gateways have', () => {
    expect(markOf(80, 15_021)).toBe('unknown');
  });
});
