import { describe, expect, it } from 'vitest';
import type { Proxy } from '../../src/envoy/model.ts';
import { dnsDomainOf } from '../../src/istio/dns-domain.ts';
import { readPolicies } from '../../src/policy/policies.ts';
import { clusterOf, proxyOf } from '../envoy/builders.ts';
import { resourcesOf } from '../policy/from-yaml.ts';

function proxy(id: string, ...clusters: readonly string[]): Proxy {
  const made = proxyOf({ clusters: clusters.map((name) => clusterOf({ name })) });
  return { ...made, node: { ...made.node, id } };
}

describe('the DNS domain of a cluster', () => {
  it.each<[string, readonly Proxy[], string]>([
    ['is what node ids end in', [proxy('sidecar~10.0.0.1~web-1.demo~demo.svc.corp.example')], 'corp.example'],
    ['else what services end in', [proxy('', 'outbound|80||web.demo.svc.corp.example', 'x')], 'corp.example'],
    [
      'is what most services end in',
      [proxy('', 'outbound|80||a.b.svc.clusterset.local', 'outbound|80||a.b.svc.corp', 'outbound|80||c.b.svc.corp')],
      'corp',
    ],
    ['is the usual one where nothing tells', [proxy('node-1', 'web')], 'cluster.local'],
  ])('%s', (_, proxies, domain) => {
    expect(dnsDomainOf(proxies)).toBe(domain);
  });

  it('completes the short names in rules', () => {
    const rule = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a, namespace: demo}\n';
    const { destinationRules } = readPolicies(resourcesOf(`${rule}spec: {host: web}\n`), 'corp.example');
    expect(destinationRules.map(({ fqdn }) => fqdn)).toEqual(['web.demo.svc.corp.example']);
  });
});
