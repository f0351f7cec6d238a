import { indexDestinationRules, type DestinationRuleIndex } from './destination-rule-for.ts';
import { indexManifests, type ManifestIndex } from './manifest-index.ts';
import { meshSettings, type MeshSettings } from './mesh-settings.ts';
import { PeerAuthenticationIndex } from './peer-authentication-index.ts';
import type { Policies } from './policies.ts';
import { sidecarLookup, type SidecarFor } from './sidecar-for.ts';

/** Istio's resources at one moment, indexed once for all edges and all proxies. */
export interface PolicyIndex {
  readonly policies: Policies;
  readonly settings: MeshSettings;
  readonly rules: DestinationRuleIndex;
  readonly peers: PeerAuthenticationIndex;
  readonly sidecarFor: SidecarFor;
  readonly manifests: ManifestIndex;
}

/** Undefined when there are no resources at all: then nothing may be concluded from their absence. */
export function indexIfAny(policies: Policies): PolicyIndex | undefined {
  const isEmpty = Object.values<readonly unknown[]>({ ...policies }).every((list) => list.length === 0);
  return isEmpty ? undefined : indexPolicies(policies);
}

export function indexPolicies(policies: Policies): PolicyIndex {
  const settings = meshSettings(policies);
  return {
    policies,
    settings,
    rules: indexDestinationRules(policies.destinationRules, settings),
    peers: new PeerAuthenticationIndex(policies.peerAuthentications, settings.rootNamespace),
    sidecarFor: sidecarLookup(policies.sidecars, settings.rootNamespace),
    manifests: indexManifests(policies),
  };
}
