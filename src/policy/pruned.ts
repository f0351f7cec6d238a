import type { Policies } from './policies.ts';
import { names, type Deletion } from './policy-changes.ts';

/** Kinds that are kept in Git beside each other; whatever else runs in a cluster is nobody's policy. */
const kept = [
  'peerAuthentications',
  'destinationRules',
  'virtualServices',
  'sidecars',
  'serviceEntries',
  'workloadEntries',
  'gateways',
  'authorizationPolicies',
  'envoyFilters',
] as const;

/** What is in force and not wanted any more, where `wanted` is all there shall be: `kubectl apply --prune`. */
export function pruned(inForce: Policies, wanted: Policies): readonly Deletion[] {
  return kept.flatMap((key) => {
    const stay: readonly Deletion[] = wanted[key];
    return inForce[key]
      .filter((each: Deletion) => !stay.some((other) => names(other, each)))
      .map(({ kind, namespace, name }: Deletion) => ({ kind, namespace, name }));
  });
}
