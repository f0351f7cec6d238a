import { afterAll, describe, expect, it } from 'vitest';
import { readPolicies, type Policies } from '../../src/policy/policies.ts';
import type { Deletion } from '../../src/policy/policy-changes.ts';
import { applyPolicies } from '../../src/whatif/apply.ts';
import { forgetFolders } from '../recordings/recordings.ts';
import { differences } from './likeness.ts';
import { recordedPolicies, recordedProxies } from './recorded.ts';

afterAll(forgetFolders);

function all(policies: Policies): readonly Deletion[] {
  return [
    ...policies.peerAuthentications,
    ...policies.destinationRules,
    ...policies.virtualServices,
    ...policies.sidecars,
    ...policies.serviceEntries,
    ...policies.gateways,
    ...policies.authorizationPolicies,
  ];
}

/** Everything of one set of policies that another one lacks. */
function gone(before: Policies, after: Policies): readonly Deletion[] {
  const kept = new Set(all(after).map(({ kind, namespace, name }) => `${kind} ${namespace} ${name}`));
  return all(before).filter(({ kind, namespace, name }) => !kept.has(`${kind} ${namespace} ${name}`));
}

async function changed(from: string, to: string, given: Policies): Promise<readonly string[]> {
  const [before, after] = [await recordedPolicies(from), await recordedPolicies(to)];
  const change = { changes: after, deletions: gone(before, after) };
  const { proxies } = applyPolicies(await recordedProxies(from), given, change);
  const recorded = await recordedProxies(to);
  return recorded.flatMap((proxy) => {
    const mine = proxies.find(({ name }) => name === proxy.name);
    return mine === undefined ? [`no ${proxy.name}`] : differences(mine, proxy).map((each) => `${proxy.name} ${each}`);
  });
}

describe('policies that replace others give what istiod gave', () => {
  it.each([
    ['demo/mesh-strict', 'demo/workload-disable'],
    ['demo/dr-subset-disable', 'demo/dr-simple-strict'],
    ['demo/sidecar-egress-hides-web', 'demo/dr-subset-not-defined'],
    ['demo/random-33', 'demo/baseline'],
    ['demo/gateway-auto-passthrough', 'demo/gateway-simple'],
    ['demo/gateway-mutual', 'demo/baseline'],
    ['demo/external-tls-origination', 'demo/external-auto-mtls-skipped'],
    ['demo/random-36', 'demo/random-2'],
    ['demo/sidecar-ingress-plaintext', 'demo/namespace-strict-port-disable'],
    ['istiod/workload-disable', 'istiod/dr-subset-disable'],
  ])('%s → %s', async (from, to) => {
    expect(await changed(from, to, await recordedPolicies(from))).toEqual([]);
  });
});

describe('policies nobody gave are inferred from the dumps', () => {
  it.each([
    ['demo/mesh-strict', 'demo/workload-disable'],
    ['demo/workload-disable', 'demo/baseline'],
    ['demo/namespace-strict', 'demo/mesh-strict-namespace-permissive'],
    ['demo/dr-disable-strict', 'demo/baseline'],
    ['demo/dr-namespace-wildcard-disable', 'demo/dr-istio-mutual'],
    ['demo/dr-mutual-files-strict', 'demo/mesh-strict'],
    ['demo/mesh-strict', 'demo/baseline'],
    ['demo/dr-wrong-san-strict', 'demo/two-selectors-conflict'],
    ['demo/random-39', 'demo/workload-disable'],
    ['beer/beer-workload-disable', 'beer/baseline'],
    ['bookinfo/bookinfo-mtls-on', 'bookinfo/bookinfo-details-only'],
    ['bookinfo/bookinfo-subset-dr-wipes-tls', 'bookinfo/bookinfo-port-exempt-one-side'],
    ['tutorial/tutorial-subset-only-recommendation', 'tutorial/tutorial-strict-with-dr'],
  ])('%s → %s', async (from, to) => {
    expect(await changed(from, to, readPolicies([]))).toEqual([]);
  });
});
