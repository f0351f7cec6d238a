import { afterAll, describe, expect, it } from 'vitest';
import type { Proxy } from '../../src/envoy/model.ts';
import { readPolicies } from '../../src/policy/policies.ts';
import { applyPolicies } from '../../src/whatif/apply.ts';
import { forgetFolders, scenarios } from '../recordings/recordings.ts';
import { differences } from './likeness.ts';
import { recordedPolicies, recordedProxies } from './recorded.ts';

afterAll(forgetFolders);

/** Scenarios that the policies alone do not lead to, and why. */
const beyond: ReadonlyMap<string, string> = new Map([
  ['demo/cipher-gap', 'EnvoyFilters'],
  ['demo/inbound-plain-by-envoyfilter', 'an EnvoyFilter'],
  ['demo/tls-version-gap', 'EnvoyFilters'],
  ['demo/random-25', 'istiod had no endpoints yet when this was recorded'],
]);

const translated = scenarios.filter((scenario) => {
  const start = `${scenario.split('/')[0] ?? ''}/baseline`;
  return scenario !== start && scenarios.includes(start) && !beyond.has(scenario);
});

const baselines = new Map<string, Promise<readonly Proxy[]>>();

function baseline(scenario: string): Promise<readonly Proxy[]> {
  const name = `${scenario.split('/')[0] ?? ''}/baseline`;
  const known = baselines.get(name) ?? recordedProxies(name);
  baselines.set(name, known);
  return known;
}

describe('policies applied to a baseline give what istiod gave', () => {
  it.each(translated)('%s', async (scenario) => {
    const { proxies } = applyPolicies(await baseline(scenario), readPolicies([]), {
      changes: await recordedPolicies(scenario),
      deletions: [],
    });
    const recorded = await recordedProxies(scenario);
    const wrong = recorded.flatMap((proxy) => {
      const mine = proxies.find(({ name }) => name === proxy.name);
      return mine === undefined
        ? [`no ${proxy.name}`]
        : differences(mine, proxy).map((each) => `${proxy.name} ${each}`);
    });
    expect(wrong).toEqual([]);
  });
});
