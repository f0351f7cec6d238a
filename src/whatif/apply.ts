/** Applies changed policies to captured proxies. */
import type { Proxy } from '../envoy/model.ts';
import type { Policies } from '../policy/policies.ts';
import { changeLog } from './change-log.ts';
import { withClusterPolicies } from './clusters.ts';
import { noteEnvoyFilters } from './envoy-filters.ts';
import { withEndpointMarks } from './endpoint-marks.ts';
import { withGatewayServers } from './gateway-listeners.ts';
import { withInboundModes } from './inbound.ts';
import { withSidecarRoutes } from './sidecar-routes.ts';
import { withMeshSettings } from './mesh-settings-effects.ts';
import type { WhatIf } from './model.ts';
import { policyState } from './policy-state.ts';
import { withScope } from './scope.ts';
import { withServiceEntries } from './service-entries.ts';
import { serviceFacts } from './service-facts.ts';
import { withSniClusters } from './sni-clusters.ts';
import { withSubsetClusters } from './subset-clusters.ts';
import type { Translation } from './translation.ts';
import { workloadsOf } from './workloads.ts';

/**
 * The proxies as istiod would configure them were `after` in force instead of `before`. Where both
 * say the same, everything stays as it was captured.
 */
export function applyPolicies(proxies: readonly Proxy[], before: Policies, after: Policies): WhatIf {
  const log = changeLog();
  const stateBefore = policyState(before);
  const workloadsBefore = workloadsOf(proxies, before);
  const translation: Translation = {
    proxies,
    before: stateBefore,
    after: policyState(after),
    services: serviceFacts(proxies, stateBefore, workloadsBefore),
    workloadsBefore,
    workloadsAfter: workloadsOf(proxies, after),
    log,
  };
  const changed = proxies.map((proxy) => translated(proxy, translation));
  return {
    proxies: changed,
    outcomes: [],
    changes: log.changes(),
    unsettled: log.doubts(),
    assumptions: log.assumptions(),
  };
}

function translated(proxy: Proxy, translation: Translation): Proxy {
  const { namespace, labels } = proxy.node;
  const accepts = translation.after.peerAuthentication({ namespace, labels });
  const inbound = withInboundModes(proxy, accepts, translation.proxies, translation.log);
  const scoped = withScope(inbound, translation);
  const entered = withServiceEntries(scoped, translation);
  const sending = withClusterPolicies(entered, proxy, translation);
  const subsets = withSubsetClusters(sending, proxy, translation);
  const routed =
    proxy.node.kind === 'router' ? withGatewayServers(subsets, translation) : withSidecarRoutes(subsets, translation);
  const marked = withEndpointMarks(routed, proxy, translation);
  const whole = withMeshSettings(withSniClusters(marked, translation), translation);
  noteEnvoyFilters(whole, translation);
  return whole;
}
