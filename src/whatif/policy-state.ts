/** Policies at one moment, indexed for translating them. */
import { indexDestinationRules, type DestinationRuleIndex } from '../policy/destination-rule-for.ts';
import { meshSettings, type MeshSettings } from '../policy/mesh-settings.ts';
import { PeerAuthenticationIndex } from '../policy/peer-authentication-index.ts';
import type { Policies } from '../policy/policies.ts';
import { sidecarLookup, type SidecarFor } from '../policy/sidecar-for.ts';

export interface PolicyState {
  readonly policies: Policies;
  readonly mesh: MeshSettings;
  readonly rules: DestinationRuleIndex;
  readonly peers: PeerAuthenticationIndex;
  readonly sidecarFor: SidecarFor;
}

/** Indexes policies. */
export function policyState(policies: Policies, mesh: MeshSettings = meshSettings(policies)): PolicyState {
  return {
    policies,
    mesh,
    rules: indexDestinationRules(policies.destinationRules, mesh),
    peers: new PeerAuthenticationIndex(policies.peerAuthentications, mesh.rootNamespace),
    sidecarFor: sidecarLookup(policies.sidecars, mesh.rootNamespace),
  };
}
