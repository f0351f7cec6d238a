import { describe, expect, it } from 'vitest';
import { modeOfPort, type EffectivePeerAuthentication } from '../../src/policy/effective-peer-authentication.ts';
import { PeerAuthenticationIndex } from '../../src/policy/peer-authentication-index.ts';
import { fullName } from '../../src/policy/resource.ts';
import { peer, policiesOf } from './from-yaml.ts';

const workload = { namespace: 'shop', labels: { app: 'cart', version: 'v1' } };
const strict = 'mtls: {mode: STRICT}';
const disable = 'mtls: {mode: DISABLE}';
const permissive = 'mtls: {mode: PERMISSIVE}';

function index(yaml: readonly string[], rootNamespace = 'istio-system'): PeerAuthenticationIndex {
  return new PeerAuthenticationIndex(policiesOf(yaml.join('')).peerAuthentications, rootNamespace);
}

function effective(...yaml: readonly string[]): EffectivePeerAuthentication {
  return index(yaml).effectiveFor(workload);
}

function reasons(yaml: readonly string[], whose = workload): Readonly<Record<string, string>> {
  const passedOver = index(yaml).passedOverFor(whose);
  return Object.fromEntries(passedOver.map(({ policy, reason }) => [fullName(policy), reason]));
}

describe('the PeerAuthentication that counts for a workload', () => {
  it('is PERMISSIVE by default, decided by nobody', () => {
    expect(effective()).toMatchObject({ mode: 'PERMISSIVE', scope: 'default' });
  });

  it('is the mesh one from the root namespace, and names it', () => {
    const result = effective(peer('istio-system/all', strict));
    expect([result.mode, result.scope, result.decidedBy?.name]).toEqual(['STRICT', 'mesh', 'all']);
  });

  it("is the namespace's before the mesh's, and the workload's before both", () => {
    const mesh = peer('istio-system/mesh', strict);
    const namespace = peer('shop/ns', permissive);
    const own = peer('shop/own', disable, { selector: 'app: cart' });
    expect(effective(mesh, namespace).mode).toBe('PERMISSIVE');
    const all = [mesh, namespace, own];
    expect(effective(...all).mode).toBe('DISABLE');
    expect(reasons(all)).toEqual({ 'istio-system/mesh': 'overridden', 'shop/ns': 'overridden' });
  });

  it('inherits where the narrower one sets no mode, `mtls: {}` included', () => {
    const result = effective(peer('istio-system/mesh', strict), peer('shop/ns', 'mtls: {}'));
    expect([result.mode, result.decidedBy?.name]).toEqual(['STRICT', 'mesh']);
  });

  it('is the oldest of its scope, by creation and then by name', () => {
    const aged = [
      peer('shop/a', strict, { age: '2024-02-02T00:00:00Z' }),
      peer('shop/z', disable, { age: '2023-01-01T00:00:00Z' }),
    ];
    expect(effective(...aged).decidedBy?.name).toBe('z');
    expect(reasons(aged)).toEqual({ 'shop/a': 'younger' });
    expect(effective(peer('shop/z', disable), peer('shop/a', strict)).decidedBy?.name).toBe('a');
  });

  it('lets one that is applied already win over one that is not', () => {
    const result = effective(peer('shop/a', strict), peer('shop/z', disable, { age: '2023-01-01T00:00:00Z' }));
    expect(result.decidedBy?.name).toBe('z');
  });

  it('keeps to the oldest of a scope even when that one sets no mode', () => {
    const result = effective(
      peer('shop/old', 'mtls: {mode: UNSET}', { age: '2023-01-01T00:00:00Z' }),
      peer('shop/new', strict, { age: '2024-01-01T00:00:00Z' }),
    );
    expect(result).toMatchObject({ mode: 'PERMISSIVE', scope: 'default' });
  });

  it('ignores a selector in the root namespace, even for pods there', () => {
    const policies = [peer('istio-system/gw', strict, { selector: 'app: cart' })];
    const inRoot = { namespace: 'istio-system', labels: { app: 'cart', version: 'v1' } };
    for (const each of [workload, inRoot]) {
      expect(index(policies).effectiveFor(each).mode).toBe('PERMISSIVE');
      expect(reasons(policies, each)).toEqual({ 'istio-system/gw': 'selector-in-root-namespace' });
    }
  });

  it('takes an empty selector for none', () => {
    expect(effective(peer('shop/ns', `selector: {}, ${strict}`)).scope).toBe('namespace');
  });

  it('passes over other namespaces and selectors that ask for more', () => {
    const all = [peer('other/ns', strict), peer('shop/v2', strict, { selector: 'app: cart, version: v2' })];
    expect(effective(...all).mode).toBe('PERMISSIVE');
    expect(reasons(all)).toEqual({ 'other/ns': 'other-namespace', 'shop/v2': 'selector-does-not-match' });
  });

  it('passes over those of other namespaces that would select it, and does not speak of others', () => {
    const fitting = peer('other/fitting', strict, { selector: 'version: v1, app: cart' });
    const otherwise = peer('other/otherwise', strict, { selector: 'app: cart, version: v2' });
    expect(reasons([fitting, otherwise])).toEqual({ 'other/fitting': 'other-namespace' });
  });

  it('takes port modes from the workload policy only, UNSET inheriting the workload mode', () => {
    const ports = `${strict}, portLevelMtls: {8080: {mode: DISABLE}, 9090: {mode: UNSET}}`;
    const own = effective(peer('shop/own', ports, { selector: 'app: cart' }));
    expect([8080, 9090, 7070].map((port) => modeOfPort(own, port))).toEqual(['DISABLE', 'STRICT', 'STRICT']);
    expect(own.portsDecidedBy?.name).toBe('own');
    expect(effective(peer('shop/ns', ports)).ports).toEqual([]);
  });

  it('follows the root namespace wherever it is', () => {
    const policies = [peer('mesh-root/all', strict)];
    expect(index(policies, 'mesh-root').effectiveFor(workload).mode).toBe('STRICT');
    expect(index(policies, 'istio-system').effectiveFor(workload).mode).toBe('PERMISSIVE');
  });
});

function inferred(...yaml: readonly string[]): string {
  return index(yaml).serviceModeIn('shop').mode;
}

it('answers each workload by its own labels, asked in any order', () => {
  const policies = index([peer('shop/own', disable, { selector: 'app: cart' }), peer('shop/ns', strict)]);
  const modes = [workload, { ...workload, labels: { app: 'till' } }, { ...workload, namespace: 'other' }, workload];
  expect(modes.map((each) => policies.effectiveFor(each).mode)).toEqual(['DISABLE', 'STRICT', 'PERMISSIVE', 'DISABLE']);
});

describe('the mode that clients assume of a service', () => {
  it('knows namespaces and the mesh, no workloads', () => {
    expect(inferred(peer('shop/own', disable, { selector: 'app: cart' }))).toBe('PERMISSIVE');
    expect(inferred(peer('istio-system/mesh', disable))).toBe('DISABLE');
    expect(inferred(peer('istio-system/mesh', disable), peer('shop/ns', strict))).toBe('STRICT');
    expect(inferred(peer('istio-system/mesh', disable), peer('shop/ns', 'mtls: {mode: UNSET}'))).toBe('DISABLE');
  });
});
