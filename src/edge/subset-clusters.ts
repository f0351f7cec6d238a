/**
 * The clusters of a service's subsets, for when routes that would choose among them were not seen.
 * Source: Istio names them `outbound|PORT|SUBSET|HOST` (pilot `cluster_builder.go`, applyDestinationRule).
 */
import { itemsOf } from '../input/shelf/lazy-list.ts';
import type { Cluster, Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';

const cache = new WeakMap<Proxy, ReadonlyMap<string, readonly Cluster[]>>();

/** Whether a route to a subset would send in another way than one to the service as a whole. */
export function subsetsSendOtherwise(client: Proxy, whole: Cluster, host: string, port: number): boolean {
  const sent = whatIsSent(whole);
  return subsetClusters(client, host, port).some((subset) => whatIsSent(subset) !== sent);
}

function subsetClusters(client: Proxy, host: string, port: number): readonly Cluster[] {
  const found = itemsOf(client.clusters, host);
  if (found === undefined) return allSubsetClusters(client).get(`${port} ${host}`) ?? [];
  return found.filter((cluster) => {
    const name = parseClusterName(cluster.name);
    return name?.direction === 'outbound' && name.subset !== '' && name.host === host && name.port === port;
  });
}

function allSubsetClusters(client: Proxy): ReadonlyMap<string, readonly Cluster[]> {
  let found = cache.get(client);
  if (found === undefined) {
    const bySubset = new Map<string, Cluster[]>();
    for (const cluster of client.clusters) {
      const name = parseClusterName(cluster.name);
      if (name?.direction !== 'outbound' || name.subset === '') continue;
      const key = `${name.port} ${name.host}`;
      bySubset.set(key, [...(bySubset.get(key) ?? []), cluster]);
    }
    found = bySubset;
    cache.set(client, found);
  }
  return found;
}

/** Without the SNI: it names the subset, and no chain of Istio's asks for it. */
function whatIsSent({ type, transportSocket, transportSocketMatches, transportSocketMatcher }: Cluster): string {
  const sockets = { type, transportSocket, transportSocketMatches, transportSocketMatcher };
  return JSON.stringify(sockets, (key, value: unknown) => (key === 'sni' ? undefined : value));
}
