/** Clusters that connect to whatever was dialled: headless services, and rules with `loadBalancer.simple: PASSTHROUGH`. */
import type { Proxy } from '../envoy/model.ts';
import type { DestinationRule } from '../policy/destination-rule.ts';
import { subsetOf } from '../policy/tls-settings-for.ts';
import type { ClusterDecision, ClusterOf, Sends } from './cluster-decision.ts';
import { takesMutualTls } from './endpoint-marks.ts';
import type { Translation } from './translation.ts';
import { endpointIp } from './workloads.ts';

/** What a cluster sends by a decision: one that has no endpoints to choose by offers auto mTLS to all or to none. */
export function sentToAll(of: ClusterOf, { sends, rule }: ClusterDecision, translation: Translation): Sends {
  return sends.kind === 'auto' && asksAll(of, rule) && !offersToAll(of, translation)
    ? { kind: 'plain', why: 'server-disabled' }
    : sends;
}

/**
 * Without endpoints to choose from, auto mTLS is for services all of whose workloads take it (Istio:
 * `BestEffortInferServiceMTLSMode`, pilot/pkg/model/push_context.go).
 */
function offersToAll({ service, port }: ClusterOf, { proxies, workloadsAfter }: Translation): boolean {
  const name = `outbound|${port}||${service.host}`;
  const group = proxies.flatMap(({ endpoints }) => endpoints).find(({ clusterName }) => clusterName === name);
  // A captured headless service has workloads, whom no dump lists.
  if (group === undefined) return proxies.some(({ clusters }) => clusters.some((cluster) => cluster.name === name));
  return group.endpoints.every((endpoint) => {
    const marked = endpoint.socketMatchMetadata?.['tlsMode'] === 'istio';
    return takesMutualTls(workloadsAfter.at(endpointIp(endpoint) ?? '', service.host), marked);
  });
}

/** A port's own load balancing is not asked about, only the policy around it. */
function asksAll({ subset, passthrough }: ClusterOf, rule: DestinationRule | undefined): boolean {
  const policy = subset === '' ? rule?.trafficPolicy : rule && subsetOf(rule, subset)?.trafficPolicy;
  return passthrough || policy?.passthrough === true;
}

/** Clusters that connect to whatever was dialled have no use for endpoints. */
export function withoutUnusedEndpoints(proxy: Proxy): Proxy {
  const unused = new Set(
    proxy.clusters.flatMap(({ type, edsServiceName }) => (type === 'ORIGINAL_DST' ? [edsServiceName] : [])),
  );
  return { ...proxy, endpoints: proxy.endpoints.filter(({ clusterName }) => !unused.has(clusterName)) };
}
