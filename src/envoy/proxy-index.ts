/** What of a proxy is looked up by name, indexed once. Many edges ask the same proxy. */
import { grouped } from './grouped.ts';
import { itemsOf } from '../input/shelf/lazy-list.ts';
import type { Cluster, Counter, EndpointGroup, Listener, Proxy, RouteConfiguration } from './model.ts';
import { unsettledWord } from './shelf-words.ts';

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

/**
 * So often a list is gone through before it is indexed: of most proxies little is asked, and an index of all that a
 * fleet's proxies know takes more room than what it leads to.
 */
const scansBeforeIndex = 32;

/** Looks up what a list says of a name: at first going through the list, then in an index, unless the list has one. */
function lookUp<Item, T>(
  list: readonly Item[],
  scan: (items: readonly Item[], name: string) => T,
  index: () => ReadonlyMap<string, T>,
  otherwise: T,
): (name: string) => T {
  let scans = 0;
  let made: ReadonlyMap<string, T> | undefined;
  return (name) => {
    const found = itemsOf(list, name);
    if (found !== undefined) return scan(found, name);
    scans += 1;
    if (scans <= scansBeforeIndex) return scan(list, name);
    made ??= index();
    return made.get(name) ?? otherwise;
  };
}

const none: readonly EndpointGroup[] = [];

function build(proxy: Proxy): ProxyIndex {
  const { clusters, endpoints } = proxy;
  const routes = new Map<string, RouteConfiguration>();
  for (const route of proxy.routes) if (!routes.has(route.name)) routes.set(route.name, route);
  const internal = new Map<string, Listener>();
  for (const listener of proxy.listeners) if (listener.internal) internal.set(listener.name, listener);
  const counters = new Map(proxy.counters?.map((counter) => [counter.name, counter]));
  return {
    unsettled: [
      ...(itemsOf(clusters, unsettledWord) ?? clusters).filter(isUnsettled),
      ...proxy.listeners.filter(isUnsettled),
    ],
    cluster: lookUp<Cluster, Cluster | undefined>(clusters, bestOf, () => clustersByName(clusters), undefined),
    endpoints: lookUp(
      endpoints,
      (groups, name) => groups.filter((group) => group.clusterName === name),
      () => endpointsByName(endpoints),
      none,
    ),
    route: (name) => routes.get(name),
    counter: (name) => counters.get(name),
    internalListener: (name) => internal.get(name),
  };
}

function isUnsettled({ state }: Cluster | Listener): boolean {
  return state === 'rejected' || state === 'warming';
}

/** The first of that name in force, else the first that was not refused. */
function bestOf(clusters: readonly Cluster[], name: string): Cluster | undefined {
  let waiting: Cluster | undefined;
  for (const cluster of clusters) {
    if (cluster.name !== name || cluster.state === 'rejected') continue;
    if (inForce(cluster)) return cluster;
    waiting ??= cluster;
  }
  return waiting;
}

function clustersByName(clusters: readonly Cluster[]): ReadonlyMap<string, Cluster> {
  const byName = new Map<string, Cluster>();
  for (const cluster of clusters) {
    if (cluster.state === 'rejected') continue;
    const before = byName.get(cluster.name);
    if (before === undefined || (!inForce(before) && inForce(cluster))) byName.set(cluster.name, cluster);
  }
  return byName;
}

/** Endpoint groups by the name they are filed under. */
export function endpointsByName(endpoints: readonly EndpointGroup[]): ReadonlyMap<string, readonly EndpointGroup[]> {
  return grouped(endpoints, ({ clusterName }) => clusterName);
}

function inForce({ state }: Cluster): boolean {
  return state === 'active' || state === 'static';
}
