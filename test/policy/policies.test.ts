import { describe, expect, it } from 'vitest';
import { meshSettings } from '../../src/policy/mesh-settings.ts';
import { replaceByName } from '../../src/policy/policies.ts';
import { peer, policiesOf, rule } from './from-yaml.ts';

describe('reading Kubernetes objects', () => {
  it('keeps the place of every object, those of a list included', () => {
    const list = `
apiVersion: v1
kind: List
items:
- {apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: a, namespace: shop}}
- {apiVersion: v1, kind: Service, metadata: {name: b, namespace: shop}, spec: {ports: [{port: 80}]}}
`;
    const policies = policiesOf(list);
    expect(policies.peerAuthentications[0]?.place).toMatchObject({ pointer: '/items/0', document: 0 });
    expect(policies.services[0]).toMatchObject({ name: 'b', ports: [{ number: 80 }] });
  });

  it('fills in the kind of the items of a typed list', () => {
    const pods = policiesOf('{apiVersion: v1, kind: PodList, items: [{metadata: {name: p, labels: {app: x}}}]}').pods;
    expect(pods).toMatchObject([{ name: 'p', podLabels: { app: 'x' }, namespace: 'default' }]);
  });

  it('tells the two kinds of Gateway apart by their group, and keeps what it cannot read', () => {
    const policies = policiesOf(
      '{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: g, namespace: n}}',
    );
    expect(policies.gateways).toEqual([]);
    expect(policies.others).toMatchObject([{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' }]);
  });

  it('counts an object that stands in two sources once, as it was read last', () => {
    const twice = policiesOf(peer('shop/a', 'mtls: {mode: STRICT}') + peer('shop/a', 'mtls: {mode: DISABLE}'));
    expect(twice.peerAuthentications.map(({ mode }) => mode)).toEqual(['DISABLE']);
  });

  it('names fields that are not where Istio looks for them', () => {
    const policies = policiesOf(
      `${rule('shop/a', 'host: a, peers: [], trafficPolicy: {targets: [], tls: {mode: SIMPLE}}')}trafficPolicy: {}\n`,
    );
    expect(policies.destinationRules[0]?.misplaced).toEqual([
      '/trafficPolicy',
      '/spec/peers',
      '/spec/trafficPolicy/targets',
    ]);
  });

  it('is not led astray by keys that every object inherits', () => {
    const yaml = peer('shop/a', 'mtls: {mode: STRICT}', { selector: '__proto__: x, constructor: y' });
    const [policy] = policiesOf(yaml).peerAuthentications;
    expect(Object.keys(policy?.selector ?? {})).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    [
      'a ConfigMap',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: "enableAutoMtls: false"}}',
    ],
    [
      'a ConfigMap of a revision',
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: istio-1-20, namespace: x}, data: {mesh: "enableAutoMtls: false"}}',
    ],
    [
      'an IstioOperator',
      '{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: {meshConfig: {enableAutoMtls: false}}}',
    ],
    ['a bare document', 'enableAutoMtls: false'],
  ])('finds the MeshConfig in %s', (_, yaml) => {
    expect(meshSettings(policiesOf(yaml)).enableAutoMtls).toBe(false);
  });

  it('takes no other ConfigMap for a MeshConfig, and survives one that is no YAML', () => {
    const other =
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: x}, data: {mesh: "enableAutoMtls: false"}}';
    const broken = '{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: x}, data: {mesh: "a: [b"}}';
    expect(policiesOf(`${other}\n---\n${broken}`).meshConfigs).toEqual([]);
  });
});

describe('changing resources', () => {
  it('replaces by kind, namespace and name, and leaves the age as it was', () => {
    const { peerAuthentications: old } = policiesOf(
      peer('shop/a', 'mtls: {mode: STRICT}', { age: '2023-01-01T00:00:00Z' }) + peer('shop/b', ''),
    );
    const { peerAuthentications: changes } = policiesOf(peer('shop/a', 'mtls: {mode: DISABLE}') + peer('web/a', ''));
    const merged = replaceByName(old, changes);
    expect(merged.map(({ namespace, name, mode, created }) => [namespace, name, mode, created])).toEqual([
      ['shop', 'a', 'DISABLE', '2023-01-01T00:00:00Z'],
      ['shop', 'b', 'UNSET', undefined],
      ['web', 'a', 'UNSET', undefined],
    ]);
  });
});
