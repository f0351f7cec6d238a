import { describe, expect, it } from 'vitest';
import { importsService, sidecarLookup } from '../../src/policy/sidecar-for.ts';
import type { SidecarEgress } from '../../src/policy/sidecar.ts';
import { policiesOf } from './from-yaml.ts';

function sidecar(name: string, spec: string): string {
  const [namespace, short] = name.split('/');
  return `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: ${short ?? ''}, namespace: ${namespace ?? ''}}
spec: {${spec}}
`;
}

const cart = { namespace: 'shop', labels: { app: 'cart' } };

function chosen(yaml: string, workload = cart): string | undefined {
  return sidecarLookup(policiesOf(yaml).sidecars, 'istio-system')(workload)?.sidecar.name;
}

describe('the Sidecar that counts for a workload', () => {
  const selecting = sidecar('shop/cart', 'workloadSelector: {labels: {app: cart}}');
  const whole = sidecar('shop/all', '');
  const root = sidecar('istio-system/mesh', '');

  it('is one that selects it, then its namespace, then the root namespace', () => {
    expect(chosen(whole + root + selecting)).toBe('cart');
    expect(chosen(whole + root)).toBe('all');
    expect(chosen(root)).toBe('mesh');
    expect(chosen('')).toBeUndefined();
  });

  it('is the root one where its namespace has only those that select others', () => {
    expect(chosen(selecting + root, { namespace: 'shop', labels: { app: 'till' } })).toBe('mesh');
  });

  it('is not one of the root namespace with a selector', () => {
    expect(chosen(sidecar('istio-system/cart', 'workloadSelector: {labels: {app: cart}}'))).toBeUndefined();
  });
});

describe('what an egress entry imports', () => {
  const service = { host: 'till.shop.svc.cluster.local', namespace: 'shop' };

  function imports(hosts: readonly string[], own = 'front'): boolean {
    const egress: SidecarEgress = { hosts, bind: '', path: '' };
    return importsService(egress, own, service);
  }

  it.each([
    [['*/*'], true],
    [['shop/*'], true],
    [['shop/*.svc.cluster.local'], true],
    [['*/till.shop.svc.cluster.local'], true],
    [['shop/other.shop.svc.cluster.local'], false],
    [['data/*'], false],
    [['./*'], false],
    [['~/*'], false],
    [['*/*', '~shop/till.shop.svc.cluster.local'], false],
    [['*/*', '~data/*'], true],
    [['till.shop.svc.cluster.local'], false],
  ])('%j: %s', (hosts, expected) => {
    expect(imports(hosts)).toBe(expected);
  });

  it("takes `.` for the workload's own namespace", () => {
    expect(imports(['./*'], 'shop')).toBe(true);
  });
});
