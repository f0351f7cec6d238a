import { describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import type { JsonObject, RawResource } from '../../src/input/model.ts';
import { proxyIdentity } from '../../src/istio/proxy-identity.ts';
import { raw, rawDump, rawProxy } from '../envoy/raw.ts';

const web = 'spiffe://cluster.local/ns/demo/sa/web';
const node: JsonObject = {
  id: 'sidecar~10.0.0.1~web.demo~demo.svc.cluster.local',
  metadata: { SERVICE_ACCOUNT: 'web' },
};

function secret(name: string, uri: string): RawResource {
  return raw('secret', { name, tls_certificate: { certificate_chain: { facts: [{ uris: [uri] }] } } });
}

function server(trustDomain: string): RawResource {
  const validation = { match_subject_alt_names: [{ prefix: `spiffe://${trustDomain}/` }] };
  const context = { common_tls_context: { validation_context: validation } };
  return raw('listener', {
    name: 'virtualInbound',
    traffic_direction: 'INBOUND',
    filter_chains: [{ tls_context: context }],
  });
}

function identity(...resources: readonly RawResource[]): string | undefined {
  return proxyIdentity(assembleProxy(rawProxy(rawDump(resources))));
}

describe('the identity of a proxy', () => {
  it('is what the workload’s certificate says, whatever its node says', () => {
    const other = 'spiffe://other.domain/ns/demo/sa/web';
    expect(identity(raw('bootstrap', { node }), server('cluster.local'), secret('default', other))).toBe(other);
  });

  it('is that of the workload’s own secret where there are others', () => {
    expect(identity(secret('kubernetes://shop', 'spiffe://a/b'), secret('default', web))).toBe(web);
  });

  it('is not known from certificates that differ', () => {
    expect(identity(secret('a', 'spiffe://a/b'), secret('b', web))).toBeUndefined();
  });

  it('is told by /certs where there are no secrets', () => {
    expect(identity(raw('certificate', { cert_chain: [{ subject_alt_names: [{ uri: web }] }] }))).toBe(web);
  });

  it('is put together from its node and the trust domain whose clients it takes', () => {
    expect(identity(raw('bootstrap', { node }), server('cluster.local'))).toBe(web);
  });

  it('is not guessed without a trust domain', () => {
    expect(identity(raw('bootstrap', { node }))).toBeUndefined();
  });
});
