/** What causes ask of all clusters of a proxy, worked out once for all of its edges. */
import { grouped } from '../../envoy/grouped.ts';
import { eachItemOf } from '../../input/shelf/lazy-list.ts';
import { memoised } from '../../envoy/memo.ts';
import type { Cluster, Proxy } from '../../envoy/model.ts';
import { parseClusterName } from '../../istio/cluster-name.ts';
import { setupOf } from './cluster-setup.ts';

export interface ClusterIndex {
  /** Some cluster chooses per endpoint: auto mTLS is on. */
  readonly autoMtls: boolean;
  /** Outbound clusters of a host, but for those that only forward TLS (`sni-dnat`). */
  ofHost(host: string): readonly Cluster[];
  /** What the clusters have in common that a DestinationRule, as their metadata names it, shaped. */
  ofRule(config: string): RuleReach;
  /** Some cluster of a service sends TLS whatever its endpoints. */
  ordersTls(): boolean;
  /** Some cluster sends TLS whatever its endpoints, and was not shaped by this rule (or by none). */
  ordersTlsBesides(config: string | undefined): boolean;
}

/** How far a DestinationRule reaches. */
export interface RuleReach {
  /** It shapes clusters of several hosts. */
  readonly isWide: boolean;
  /** Some cluster that it shapes sends TLS whatever its endpoints. */
  readonly ordersTls: boolean;
}

/** The index of a client's clusters; the edges of one client are asked one after the other. */
export const clusterIndex = memoised((proxy: Proxy): ClusterIndex => index(proxy.clusters), 64);

function index(clusters: readonly Cluster[]): ClusterIndex {
  const named = clustersBy(clusters, (cluster) => {
    const name = parseClusterName(cluster.name);
    return name?.direction === 'outbound' && !name.sniDnat ? name.host : undefined;
  });
  const shaped = clustersBy(clusters, ({ istio }) => istio.config);
  let orders: boolean | undefined;
  let rules: ReadonlySet<string | undefined> | undefined;
  return {
    autoMtls: clusters.some((cluster) => setupOf(cluster) === 'auto'),
    ofHost: (host) => [...named(host)],
    ofRule: memoised((config) => reachOf(shaped(config)), 1024),
    ordersTls() {
      orders ??= clusters.some((cluster) => isTls(cluster) && cluster.name.startsWith('outbound|'));
      return orders;
    },
    ordersTlsBesides(config) {
      rules ??= twoRules(clusters);
      return [...rules].some((rule) => rule !== config);
    },
  };
}

/** Finds clusters by what is said of them; those of a large dump are looked up by it. */
function clustersBy(
  clusters: readonly Cluster[],
  keyOf: (cluster: Cluster) => string | undefined,
): (key: string) => Iterable<Cluster> {
  let made: ReadonlyMap<string, readonly Cluster[]> | undefined;
  return (key) => {
    const found = eachItemOf(clusters, key);
    if (found !== undefined) return filtered(found, (cluster) => keyOf(cluster) === key);
    made ??= grouped(clusters, keyOf);
    return made.get(key) ?? [];
  };
}

function* filtered(clusters: Iterable<Cluster>, isMeant: (cluster: Cluster) => boolean): Generator<Cluster> {
  for (const cluster of clusters) if (isMeant(cluster)) yield cluster;
}

function reachOf(clusters: Iterable<Cluster>): RuleReach {
  const hosts = new Set<string>();
  let ordersTls = false;
  for (const cluster of clusters) {
    const name = parseClusterName(cluster.name);
    if (name?.direction === 'outbound' && hosts.size < 2) hosts.add(name.host);
    ordersTls ||= isTls(cluster);
    if (ordersTls && hosts.size > 1) break;
  }
  return { isWide: hosts.size > 1, ordersTls };
}

/** The rules behind clusters that send TLS whatever their endpoints, as far as the second one. */
function twoRules(clusters: readonly Cluster[]): ReadonlySet<string | undefined> {
  const rules = new Set<string | undefined>();
  for (const cluster of clusters) {
    if (isTls(cluster)) rules.add(cluster.istio.config);
    if (rules.size > 1) break;
  }
  return rules;
}

function isTls(cluster: Cluster): boolean {
  return setupOf(cluster) === 'tls';
}
