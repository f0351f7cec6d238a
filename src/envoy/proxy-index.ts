/** What of a proxy is looked up by name, indexed once. Many edges ask the same proxy. */
import type { Cluster, Counter, EndpointGroup, Listener, Proxy, RouteConfiguration } from './model.ts';

export interface ProxyIndex {
  /** The cluster in force under a name: active or static, else one that waits; never a refused one. */
  cluster(name: string): Cluster | undefined;
  /** Endpoint groups filed under a name (`eds_cluster_config.service_name`, else the cluster's). */
  endpoints(name: string): readonly EndpointGroup[];
  route(name: string): RouteConfiguration | undefined;
  /** Updates that are not in force: refused, or still waiting. There are few or none. */
  readonly unsettled: readonly (Cluster | Listener)[];
  /** A counter above zero, by its full name; undefined as well where no counters were read. */
  counter(name: string): Counter | undefined;
  /** An internal listener of this process. */
  internalListener(name: string): Listener | undefined;
}

const indexes = new WeakMap<Proxy, ProxyIndex>();

/** The index of a proxy, made on first use. */
export function indexOf(proxy: Proxy): ProxyIndex {
  const known = indexes.get(proxy);
  if (known !== undefined) return known;
  const index = build(proxy);
  indexes.set(proxy, index);
  return index;
}

function build(proxy: Proxy): ProxyIndex {
  const clusters = new Map<string, Cluster>();
  for (const cluster of proxy.clusters) {
    if (cluster.state === 'rejected') continue;
    const before = clusters.get(cluster.name);
    if (before === undefined || (!inForce(before) && inForce(cluster))) clusters.set(cluster.name, cluster);
  }
  const endpoints = new Map<string, EndpointGroup[]>();
  for (const group of proxy.endpoints) {
    const groups = endpoints.get(group.clusterName);
    if (groups === undefined) endpoints.set(group.clusterName, [group]);
    else groups.push(group);
  }
  const routes = new Map<string, RouteConfiguration>();
  for (const route of proxy.routes) if (!routes.has(route.name)) routes.set(route.name, route);
  const internal = new Map<string, Listener>();
  for (const listener of proxy.listeners) if (listener.internal) internal.set(listener.name, listener);
  const counters = new Map(proxy.counters?.map((counter) => [counter.name, counter]));
  return {
    unsettled: [...proxy.clusters, ...proxy.listeners].filter(
      ({ state }) => state === 'rejected' || state === 'warming',
    ),
    cluster: (name) => clusters.get(name),
    endpoints: (name) => endpoints.get(name) ?? [],
    route: (name) => routes.get(name),
    counter: (name) => counters.get(name),
    internalListener: (name) => internal.get(name),
  };
}

function inForce({ state }: Cluster): boolean {
  return state === 'active' || state === 'static';
}
