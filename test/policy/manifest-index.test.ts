import { expect, it } from 'vitest';
import { indexManifests } from '../../src/policy/manifest-index.ts';
import { policiesOf } from './from-yaml.ts';

function pod(name: string, ip: string, app: string): string {
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: {app: ${app}}}
spec: {containers: []}
status: {podIP: ${ip}}
`;
}

it('finds pods by name, and the first of those that have one address', () => {
  const pods = [pod('cart', '10.0.0.1', 'a'), pod('till', '10.0.0.1', 'b'), pod('bank', '10.0.0.2', 'c')];
  const manifests = indexManifests(policiesOf(pods.join('')));
  expect(manifests.pod('shop', 'till')?.podLabels).toEqual({ app: 'b' });
  expect(manifests.podAt('10.0.0.1')?.podLabels).toEqual({ app: 'a' });
  expect(manifests.podAt('10.0.0.2')?.podLabels).toEqual({ app: 'c' });
  expect([manifests.pod('other', 'cart'), manifests.podAt('10.0.0.3')]).toEqual([undefined, undefined]);
});
