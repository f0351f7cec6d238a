/** Policies in force with changes on top: what a cluster holds after `kubectl apply` and `kubectl delete`. */
import type { MeshConfig } from './mesh-config.ts';
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
    meshConfigs: mergedMeshConfigs(inForce.meshConfigs, changes.meshConfigs),
    pods: merge(inForce.pods, changes.pods),
    workloads: merge(inForce.workloads, changes.workloads),
    services: merge(inForce.services, changes.services),
    namespaces: merge(inForce.namespaces, changes.namespaces),
    webhooks: merge(inForce.webhooks, changes.webhooks),
    others: [...inForce.others, ...changes.others],
  };
}

/**
 * A ConfigMap, or another resource that holds the MeshConfig, is the whole of it: what it does not set has
 * its default again, but for the root namespace, which is where istiod runs. A bare MeshConfig changes fields.
 */
function mergedMeshConfigs(inForce: readonly MeshConfig[], changes: readonly MeshConfig[]): readonly MeshConfig[] {
  const last = changes.findLastIndex(({ name }) => name !== '');
  if (last < 0) return [...inForce, ...changes];
  const roots = inForce.flatMap(({ rootNamespace }) => (rootNamespace === undefined ? [] : [rootNamespace]));
  return changes.slice(last).map((each, at) => (at === 0 ? { ...withRoot(roots.at(-1)), ...each } : each));
}

function withRoot(rootNamespace: string | undefined): Pick<MeshConfig, 'rootNamespace'> {
  return rootNamespace === undefined ? {} : { rootNamespace };
}

/** Whether a deletion names a resource; kinds as kubectl takes them, whatever their case. */
export function names(deletion: Deletion, resource: Named): boolean {
  return (
    deletion.kind.toLowerCase() === resource.kind.toLowerCase() &&
    deletion.namespace === resource.namespace &&
    deletion.name === resource.name
  );
}
