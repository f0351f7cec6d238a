import { afterAll, describe, expect, it } from 'vitest';
import type { Proxy } from '../../src/envoy/model.ts';
import { readPolicies } from '../../src/policy/policies.ts';
import type { Deletion } from '../../src/policy/policy-changes.ts';
import { applyPolicies } from '../../src/whatif/apply.ts';
import type { WhatIf } from '../../src/whatif/model.ts';
import { policiesOf } from '../policy/from-yaml.ts';
import { forgetFolders } from '../recordings/recordings.ts';
import { recordedProxies } from './recorded.ts';

afterAll(forgetFolders);

const nothing = readPolicies([]);

function deleted(proxies: readonly Proxy[], ...deletions: readonly Deletion[]): WhatIf {
  return applyPolicies(proxies, nothing, { changes: nothing, deletions });
}

function peerAuthentication(namespace: string, name: string): Deletion {
  return { kind: 'PeerAuthentication', namespace, name };
}

function spots({ unsettled }: WhatIf): readonly string[] {
  return unsettled.map(
    ({ proxy, spot: { kind, ...where } }) => `${proxy.split('-')[0] ?? ''} ${kind} ${JSON.stringify(where)}`,
  );
}

function routesOf(proxies: readonly Proxy[], host: string): readonly string[] {
  const hosts = proxies.flatMap(({ routes }) => routes).flatMap(({ virtualHosts }) => virtualHosts);
  const actions = hosts
    .filter(({ name }) => name === host)
    .flatMap(({ routes }) => routes.map(({ action }) => action.kind));
  return [...new Set(actions)];
}

describe('a PeerAuthentication that no source has, deleted', () => {
  it('leaves open what its namespace accepts, where the whole mesh seems to say the same', async () => {
    const open = deleted(await recordedProxies('demo/mesh-strict'), peerAuthentication('data', 'database'));
    expect(spots(open)).toEqual(['db inbound {}']);
  });

  it('leaves nothing open where it is one that the dumps show', async () => {
    const open = deleted(await recordedProxies('demo/namespace-strict'), peerAuthentication('demo', 'default'));
    expect(spots(open)).toEqual([]);
  });

  it('leaves open who inherited from it, where it was the mesh that differed from a namespace', async () => {
    const gone = peerAuthentication('istio-system', 'default');
    const open = deleted(await recordedProxies('demo/mesh-strict-namespace-permissive'), gone);
    expect(spots(open)).toContain('db inbound {}');
  });
});

describe('a VirtualService that no source has', () => {
  const other = policiesOf(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: another, namespace: demo}
spec: {hosts: [reviews.demo.svc.cluster.local], http: [{directResponse: {status: 418}}]}
`);

  it('keeps its routes before those of a younger one', async () => {
    const { proxies } = applyPolicies(await recordedProxies('demo/random-20'), nothing, {
      changes: other,
      deletions: [],
    });
    expect(routesOf(proxies, 'reviews.demo.svc.cluster.local:9080')).toEqual(['weighted']);
  });

  it('gives way to another one when it is deleted', async () => {
    const deletions = [{ kind: 'VirtualService', namespace: 'demo', name: 'reviews' }];
    const { proxies } = applyPolicies(await recordedProxies('demo/random-20'), nothing, { changes: other, deletions });
    expect(routesOf(proxies, 'reviews.demo.svc.cluster.local:9080')).toEqual(['direct-response']);
  });
});

describe('a Gateway that no source has', () => {
  it('leaves its ports open where another comes, which may have been it', async () => {
    const changes = policiesOf(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: shop, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 9999, name: tcp, protocol: HTTP}, hosts: ['*']}]
`);
    const open = applyPolicies(await recordedProxies('demo/random-20'), nothing, { changes, deletions: [] });
    expect(spots(open)).toEqual(['ingress gateway-listener {"port":8443}', 'ingress gateway-listener {"port":8080}']);
  });
});

describe('a Sidecar that no source has, deleted', () => {
  it('leaves open no more than the services that it may have hidden', async () => {
    const gone = { kind: 'Sidecar', namespace: 'demo', name: 'default' };
    const open = deleted(await recordedProxies('demo/sidecar-egress-hides-web'), gone);
    const hosts = open.unsettled.flatMap(({ spot }) => (spot.kind === 'outbound' ? (spot.host ?? 'all') : []));
    expect(hosts).toContain('web.demo.svc.cluster.local');
    expect(hosts).not.toContain('all');
    expect(hosts).not.toContain('db.data.svc.cluster.local');
  });
});
