/** Applies changed policies to captured proxies. */
import type { Proxy } from '../envoy/model.ts';
import type { Policies } from '../policy/policies.ts';
import { changedPolicies, type Deletion } from '../policy/policy-changes.ts';
import { indexPolicies } from '../policy/policy-index.ts';
import { changeLog } from './change-log.ts';
import { withConnectionRoutes } from './connection-listeners.ts';
import { withClusterPolicies } from './clusters.ts';
import { noteEnvoyFilters } from './envoy-filters.ts';
import { withEndpointMarks } from './endpoint-marks.ts';
import { withGatewayServers } from './gateway-listeners.ts';
import { policiesInForce, withoutReplaced } from './in-force.ts';
import { withInboundModes } from './inbound.ts';
import { withSidecarRoutes } from './sidecar-routes.ts';
import { withMeshSettings } from './mesh-settings-effects.ts';
import type { WhatIf } from './model.ts';
import { outcomesOf } from './outcomes.ts';
import { withoutUnusedEndpoints } from './passed-through.ts';
import { changedEntries } from './entry-services.ts';
import { withScope } from './scope.ts';
import { withServiceEntries } from './service-entries.ts';
import { serviceFacts } from './service-facts.ts';
import { withSidecarIngress } from './sidecar-ingress.ts';
import { withSniClusters } from './sni-clusters.ts';
import { withSubsetClusters } from './subset-clusters.ts';
import type { Translation } from './translation.ts';
import { noteUnknownDeletions } from './unknown-deletions.ts';
import { workloadsOf } from './workloads.ts';

/** What is applied: resources that come or change, and those that go. */
export interface PolicyChange {
  readonly changes: Policies;
  readonly deletions: readonly Deletion[];
}

/**
 * The proxies as istiod would configure them with `change` applied to what is in force: the
 * policies that were `given`, or where there are none, those the dumps show. Where both say the
 * same, everything stays as it was captured.
 */
export function applyPolicies(
  proxies: readonly Proxy[],
  given: Policies,
  { changes, deletions }: PolicyChange,
): WhatIf {
  const log = changeLog();
  const before = policiesInForce(proxies, given, log);
  const after = changedPolicies(withoutReplaced(proxies, before, changes, deletions, log), changes, deletions);
  const stateBefore = indexPolicies(before);
  const workloadsBefore = workloadsOf(proxies, before);
  const workloadsAfter = workloadsOf(proxies, after);
  const stateAfter = indexPolicies(after);
  const translation: Translation = {
    proxies,
    before: stateBefore,
    after: stateAfter,
    entries: changedEntries(stateBefore, stateAfter),
    services: serviceFacts(proxies, stateBefore, workloadsAfter),
    workloadsBefore,
    workloadsAfter,
    deletions,
    log,
  };
  noteUnknownDeletions(proxies, before, deletions, log);
  const changed = proxies.map((proxy) => translated(proxy, translation));
  return {
    proxies: changed,
    policies: changedPolicies(given, changes, deletions),
    outcomes: outcomesOf(before, changes, deletions),
    changes: log.changes(),
    unsettled: log.doubts(),
    assumptions: log.assumptions(),
  };
}

function translated(proxy: Proxy, translation: Translation): Proxy {
  const { namespace, labels } = proxy.node;
  const accepts = translation.after.peers.effectiveFor({ namespace, labels });
  const serving = withSidecarIngress(proxy, translation);
  const inbound = withInboundModes(serving, accepts, translation.proxies, translation.log);
  const scoped = withScope(inbound, translation);
  const entered = withServiceEntries(scoped, translation);
  const sending = withClusterPolicies(entered, proxy, translation);
  const subsets = withSubsetClusters(sending, proxy, translation);
  const routed =
    proxy.node.kind === 'router'
      ? withGatewayServers(subsets, translation)
      : withConnectionRoutes(withSidecarRoutes(subsets, translation), translation);
  const marked = withEndpointMarks(routed, proxy, translation);
  const whole = withMeshSettings(withSniClusters(marked, translation), translation);
  noteEnvoyFilters(whole, translation);
  return withoutUnusedEndpoints(whole);
}
