import { expect, it } from 'vitest';
import { meshSettings, type MeshSettings } from '../../src/policy/mesh-settings.ts';
import { changedPolicies } from '../../src/policy/policy-changes.ts';
import { policiesOf } from './from-yaml.ts';

const inForce = 'enableAutoMtls: false\nrootNamespace: mesh\ntrustDomainAliases: [other.domain]\n';

function settingsAfter(change: string): MeshSettings {
  return meshSettings(changedPolicies(policiesOf(inForce), policiesOf(change)));
}

it('a ConfigMap is the whole MeshConfig, but for the root namespace that istiod runs in', () => {
  const whole = `
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: mesh}
data: {mesh: "accessLogFile: /dev/stdout"}
`;
  expect(settingsAfter(whole)).toMatchObject({ enableAutoMtls: true, trustDomainAliases: [], rootNamespace: 'mesh' });
});

it('a bare MeshConfig changes the fields it sets', () => {
  expect(settingsAfter('enableAutoMtls: true\n')).toMatchObject({
    enableAutoMtls: true,
    trustDomainAliases: ['other.domain'],
  });
});
