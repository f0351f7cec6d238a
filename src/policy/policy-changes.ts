/** Policies in force with changes on top: what a cluster holds after `kubectl apply` and `kubectl delete`. */
import type { Named } from './named.ts';
import { replaceByName, type Policies } from './policies.ts';

/** A resource to take away. */
export interface Deletion {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Resources merge by kind, namespace and name; of MeshConfigs the later one counts, field by field. */
export function changedPolicies(inForce: Policies, changes: Policies, deletions: readonly Deletion[] = []): Policies {
  const merge = <T extends Named>(old: readonly T[], fresh: readonly T[]): readonly T[] =>
    replaceByName(old, fresh).filter((each) => !deletions.some((deletion) => names(deletion, each)));
  return {
    peerAuthentications: merge(inForce.peerAuthentications, changes.peerAuthentications),
    destinationRules: merge(inForce.destinationRules, changes.destinationRules),
    virtualServices: merge(inForce.virtualServices, changes.virtualServices),
    sidecars: merge(inForce.sidecars, changes.sidecars),
    serviceEntries: merge(inForce.serviceEntries, changes.serviceEntries),
    workloadEntries: merge(inForce.workloadEntries, changes.workloadEntries),
    authorizationPolicies: merge(inForce.authorizationPolicies, changes.authorizationPolicies),
    gateways: merge(inForce.gateways, changes.gateways),
    envoyFilters: merge(inForce.envoyFilters, changes.envoyFilters),
    legacyPolicies: merge(inForce.legacyPolicies, changes.legacyPolicies),
    serviceRoles: merge(inForce.serviceRoles, changes.serviceRoles),
    serviceRoleBindings: merge(inForce.serviceRoleBindings, changes.serviceRoleBindings),
    meshConfigs: [...inForce.meshConfigs, ...changes.meshConfigs],
    pods: merge(inForce.pods, changes.pods),
    workloads: merge(inForce.workloads, changes.workloads),
    services: merge(inForce.services, changes.services),
    namespaces: merge(inForce.namespaces, changes.namespaces),
    webhooks: merge(inForce.webhooks, changes.webhooks),
    others: [...inForce.others, ...changes.others],
  };
}

/** Whether a deletion names a resource; kinds as kubectl takes them, whatever their case. */
export function names(deletion: Deletion, resource: Named): boolean {
  return (
    deletion.kind.toLowerCase() === resource.kind.toLowerCase() &&
    deletion.namespace === resource.namespace &&
    deletion.name === resource.name
  );
}
