/** Policies at one moment, indexed for translating them. */
import { indexDestinationRules, type DestinationRuleIndex } from '../policy/destination-rule-for.ts';
import {
  effectivePeerAuthentication,
  inferredServiceMode,
  type EffectivePeerAuthentication,
} from '../policy/effective-peer-authentication.ts';
import { meshSettings, type MeshSettings } from '../policy/mesh-settings.ts';
import type { Policies } from '../policy/policies.ts';
import type { Workload } from '../policy/selector.ts';

export interface PolicyState {
  readonly policies: Policies;
  readonly mesh: MeshSettings;
  readonly rules: DestinationRuleIndex;
  /** What a workload's proxy accepts. */
  readonly peerAuthentication: (workload: Workload) => EffectivePeerAuthentication;
  /** The mode clients assume of a namespace's services. */
  readonly serviceMode: (namespace: string) => ReturnType<typeof inferredServiceMode>;
}

/** Indexes policies; lookups are remembered, because every client asks for the same workloads. */
export function policyState(policies: Policies, mesh: MeshSettings = meshSettings(policies)): PolicyState {
  const effective = new Map<string, EffectivePeerAuthentication>();
  const modes = new Map<string, ReturnType<typeof inferredServiceMode>>();
  return {
    policies,
    mesh,
    rules: indexDestinationRules(policies.destinationRules, mesh),
    peerAuthentication: (workload) => {
      const key = JSON.stringify([
        workload.namespace,
        Object.keys(workload.labels)
          .toSorted()
          .map((each) => [each, workload.labels[each]]),
      ]);
      return remembered(effective, key, () =>
        effectivePeerAuthentication(policies.peerAuthentications, workload, mesh.rootNamespace),
      );
    },
    serviceMode: (namespace) =>
      remembered(modes, namespace, () =>
        inferredServiceMode(policies.peerAuthentications, namespace, mesh.rootNamespace),
      ),
  };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
