/** Facts of a cluster: how its connections are made, and who ordered it. */
import type { Cluster } from '../../envoy/model.ts';
import { parseConfigPath } from '../../istio/config-path.ts';
import { canonical, factsOf, when, within, type Fact } from './fact.ts';
import { socketFacts } from './socket-facts.ts';

export function clusterFacts(cluster: Cluster, envoyVersion: string): readonly Fact[] {
  const matches = cluster.transportSocketMatches;
  return [
    ...factsOf('/metadata/filter_metadata/istio/config', { destination_rule: ruleText(cluster.istio.config) }),
    ...factsOf('/type', { type: cluster.type }),
    ...socketFacts(cluster.transportSocket, '', envoyVersion),
    ...factsOf('/transport_socket_matches/0/name', {
      transport_socket_matches: matches.map(({ name }) => name).join(', '),
    }),
    ...matches.flatMap((entry, index) => {
      const path = `/transport_socket_matches/${index}`;
      return within(`transport_socket_matches[${entry.name}]`, [
        ...factsOf(`${path}/match`, { match: canonical(entry.match) }),
        ...socketFacts(entry.transportSocket, path, envoyVersion),
      ]);
    }),
    ...factsOf('/transport_socket_matcher', {
      transport_socket_matcher:
        cluster.transportSocketMatcher === undefined ? undefined : canonical(cluster.transportSocketMatcher),
    }),
    ...factsOf('/typed_extension_protocol_options', {
      upstream_http: cluster.upstreamHttp === 'http1' ? undefined : cluster.upstreamHttp,
      auto_sni: when(cluster.autoSni),
      auto_san_validation: when(cluster.autoSanValidation),
      override_auto_sni_header: cluster.overrideAutoSniHeader,
    }),
    ...factsOf('/metadata/filter_metadata/istio', {
      alpn_override: cluster.istio.alpnOverride,
      subset: cluster.istio.subset,
    }),
    ...factsOf('/original_dst_lb_config', { upstream_port_override: cluster.upstreamPort?.toString() }),
    ...factsOf('/cluster_type', { clusters: cluster.aggregate.join(', ') }),
  ];
}

/** `DestinationRule namespace/name`, whatever the release wrote before it. */
function ruleText(config: string | undefined): string | undefined {
  const rule = config === undefined ? undefined : parseConfigPath(config);
  return rule === undefined ? config : `${rule.namespace}/${rule.name}`;
}
