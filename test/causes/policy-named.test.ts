import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import type { CauseFinding } from '../../src/verdict/model.ts';
import { folderEdges } from './samples.ts';

async function finding(sample: string, from: string, code: string): Promise<CauseFinding | undefined> {
  const edges = await folderEdges(fileURLToPath(new URL(`../../samples/${sample}`, import.meta.url)));
  return edges
    .filter(({ expected }) => expected.from === from)
    .flatMap(({ causes }) => causes)
    .find((each) => each.code === code);
}

function places(found: CauseFinding | undefined): readonly string[] {
  return (found?.evidence ?? []).map(({ place, path }) => `${place.source.split('/').at(-1) ?? ''} ${path}`);
}

describe('what a server takes', () => {
  it.each([
    [
      'beer/mesh-strict',
      'outside',
      'pa-strict-no-sidecar-client',
      'PeerAuthentication istio-system/default',
      '/spec/mtls',
    ],
    [
      'beer/port-permissive',
      'outside',
      'pa-permissive-half',
      'PeerAuthentication beer/nginx',
      '/spec/portLevelMtls/8080',
    ],
    ['beer/workload-disable', 'pub', 'pa-disable', 'PeerAuthentication beer/nginx', '/spec/mtls'],
    [
      'tutorial/strict-without-rule',
      'customer',
      'legacy-policy-without-dr',
      'PeerAuthentication tutorial/default',
      '/spec/mtls',
    ],
    ['legacy/policy-without-rule', 'customer', 'legacy-policy-without-dr', 'Policy tutorial/default', '/spec/peers'],
    ['legacy/rule-without-policy', 'productpage', 'pa-disable', 'Policy demo/xy', '/spec'],
  ])('is laid to its policy, with the place: %s, %s, %s', async (sample, from, code, policy, path) => {
    const found = await finding(sample, from, code);
    expect(found?.text).toContain(policy);
    expect(places(found).some((place) => place.endsWith(` ${path}`))).toBe(true);
  });

  it('is changed where it was said: on the port, not in the namespace', async () => {
    const found = await finding('beer/port-permissive', 'outside', 'pa-permissive-half');
    expect(found?.fix.at(-1)?.yaml).toContain('name: nginx\n');
    expect(found?.fix.at(-1)?.yaml).not.toContain('portLevelMtls');
  });

  it('takes the wrong port out of the policy that it was written in', async () => {
    const found = await finding('beer/service-port-number', 'outside', 'pa-port-is-container-port');
    expect(found?.fix[0]?.yaml).toMatch(/portLevelMtls:\n {4}8080:\n {6}mode: PERMISSIVE$/u);
  });
});
