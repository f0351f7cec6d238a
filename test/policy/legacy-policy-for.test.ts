import { describe, expect, it } from 'vitest';
import { legacyPolicyFor } from '../../src/policy/legacy-policy-for.ts';
import { policiesOf } from './from-yaml.ts';

function policy(kind: 'Policy' | 'MeshPolicy', name: string, spec: string): string {
  const namespace = kind === 'Policy' ? ', namespace: shop' : '';
  return `---
apiVersion: authentication.istio.io/v1alpha1
kind: ${kind}
metadata: {name: ${name}${namespace}}
spec: {${spec}}
`;
}

const http = { service: 'cart', namespace: 'shop', port: { number: 80, name: 'http' } };
const strict = 'peers: [{mtls: {}}]';

function chosen(yaml: string, at = http): readonly (string | undefined)[] {
  const effective = legacyPolicyFor(policiesOf(yaml).legacyPolicies, at);
  return [effective?.policy.name, effective?.scope, effective?.mode];
}

describe('the legacy policy that counts for a port of a Service', () => {
  const mesh = policy('MeshPolicy', 'default', strict);
  const namespace = policy('Policy', 'default', 'peers: [{mtls: {mode: PERMISSIVE}}]');
  const service = policy('Policy', 'cart', `targets: [{name: cart}], ${strict}`);
  const port = policy('Policy', 'cart-http', 'targets: [{name: cart, ports: [{number: 80}]}]');

  it('is the narrowest: port, service, namespace, mesh', () => {
    expect(chosen(mesh)).toEqual(['default', 'mesh', 'STRICT']);
    expect(chosen(mesh + namespace)).toEqual(['default', 'namespace', 'PERMISSIVE']);
    expect(chosen(mesh + namespace + service)).toEqual(['cart', 'service', 'STRICT']);
    expect(chosen(mesh + namespace + service + port)).toEqual(['cart-http', 'port', 'DISABLE']);
    expect(chosen('')).toEqual([undefined, undefined, undefined]);
  });

  it('means plaintext without peers, and inherits nothing', () => {
    expect(chosen(mesh + policy('Policy', 'default', ''))).toEqual(['default', 'namespace', 'DISABLE']);
  });

  it('names ports by number or by name', () => {
    const named = policy('Policy', 'named', 'targets: [{name: cart, ports: [{name: http}]}], peers: [{mtls: null}]');
    expect(chosen(named)).toEqual(['named', 'port', 'STRICT']);
    expect(chosen(named, { ...http, port: { number: 81, name: 'grpc' } })).toEqual([undefined, undefined, undefined]);
  });
});
