/** Chains of servers that hand TLS on: by the server names of `tls` routes, or by Istio's own SNI (AUTO_PASSTHROUGH). */
import type { FilterChain, Proxy } from '../envoy/model.ts';
import { istioSni } from '../istio/sni.ts';
import { isWithin } from '../policy/host-names.ts';
import { destinationRuleFor } from '../policy/destination-rule-for.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { connectionFilter, matchesFor } from './connection-routes.ts';
import type { MakeChain } from './gateway-listeners.ts';
import { sharesHost, type ServedServer } from './gateway-servers.ts';
import { clientOf, clusterOf, serviceCluster } from './service-facts.ts';
import type { Translation } from './translation.ts';
import { virtualServicesFor } from './visible-virtual-services.ts';

const istioAlpn = ['istio', 'istio-peer-exchange', 'istio-http/1.0', 'istio-http/1.1', 'istio-h2'];

export function passthroughChains(
  each: ServedServer,
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
  chain: MakeChain,
): readonly FilterChain[] {
  if (each.server.tls?.mode === 'AUTO_PASSTHROUGH')
    return autoPassthroughChains(each, state, proxy, translation, chain);
  const { gatewayName, server } = each;
  const context = { proxy, port: server.port.number, gateway: gatewayName, translation };
  const seen = new Set<string>();
  return virtualServicesFor(state, proxy, gatewayName).flatMap((virtualService) => {
    if (!sharesHost(each, virtualService)) return [];
    return virtualService.tls.flatMap((route) =>
      matchesFor(route, context).flatMap(({ sniHosts }): readonly FilterChain[] => {
        const filter = connectionFilter(route, context);
        if (filter === undefined || sniHosts.some((host) => seen.has(host))) return [];
        for (const host of sniHosts) seen.add(host);
        return [chain(sniHosts.includes('*') ? [] : sniHosts.toSorted(), filter, each)];
      }),
    );
  });
}

/** One chain for every cluster of a service whose host the server names; clients ask by Istio's SNI. */
function autoPassthroughChains(
  each: ServedServer,
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
  chain: MakeChain,
): readonly FilterChain[] {
  return sniNames(state, proxy, translation)
    .filter(({ host }) => each.hosts.some((own) => isWithin(host, own.split('/').at(-1) ?? own)))
    .map(({ name }) =>
      chain([name], { kind: 'tcp', tcp: { cluster: name, weightedClusters: [] }, path: '' }, each, istioAlpn),
    );
}

/** The SNI, which is the name of the cluster too, of every service and subset inside the mesh. */
export function sniNames(
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
): readonly { readonly name: string; readonly host: string; readonly subset: string; readonly port: number }[] {
  return proxy.clusters.flatMap((cluster) => {
    const name = serviceCluster(cluster);
    const of = name === undefined || name.subset !== '' ? undefined : clusterOf(proxy, cluster, translation.before);
    if (name === undefined || of === undefined || of.external) return [];
    const rule = destinationRuleFor(state.rules, clientOf(proxy), of.service)?.rule;
    const { host, port } = name;
    const subsets = ['', ...(rule?.subsets ?? []).map((subset) => subset.name)];
    return subsets.map((subset) => ({ name: istioSni({ port, subset, host }), host, subset, port }));
  });
}
