/** What causes ask of all clusters of a proxy, worked out once for all of its edges. */
import { memoised } from '../../envoy/memo.ts';
import type { Cluster, Proxy } from '../../envoy/model.ts';
import { parseClusterName } from '../../istio/cluster-name.ts';
import { setupOf } from './cluster-setup.ts';

export interface ClusterIndex {
  /** Some cluster chooses per endpoint: auto mTLS is on. */
  readonly autoMtls: boolean;
  /** Outbound clusters of a host, but for those that only forward TLS (`sni-dnat`). */
  ofHost(host: string): readonly Cluster[];
  /** Clusters that a DestinationRule, as their metadata names it, shaped. */
  ofRule(config: string): readonly Cluster[];
}

/** The index of a client's clusters; the edges of one client are asked one after the other. */
export const clusterIndex = memoised((proxy: Proxy): ClusterIndex => index(proxy.clusters), 64);

function index(clusters: readonly Cluster[]): ClusterIndex {
  const byHost = new Map<string, Cluster[]>();
  const byRule = new Map<string, Cluster[]>();
  for (const cluster of clusters) {
    const name = parseClusterName(cluster.name);
    if (name?.direction === 'outbound' && !name.sniDnat) add(byHost, name.host, cluster);
    if (cluster.istio.config !== undefined) add(byRule, cluster.istio.config, cluster);
  }
  return {
    autoMtls: clusters.some((cluster) => setupOf(cluster) === 'auto'),
    ofHost: (host) => byHost.get(host) ?? [],
    ofRule: (config) => byRule.get(config) ?? [],
  };
}

function add(lists: Map<string, Cluster[]>, key: string, cluster: Cluster): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [cluster]);
  else list.push(cluster);
}
