/**
 * What of a proxy bears on all edges from it. What is there for others only (inbound listeners, the clusters behind
 * them) differs between workloads that are the same clients; and endpoints, which come and go, bear on the edges to
 * their own service.
 */
import type { Cluster, Listener, Proxy, RouteConfiguration, Secret } from '../envoy/model.ts';
import type { Place } from '../evidence.ts';
import { parseClusterName } from '../istio/cluster-name.ts';

export interface Outgoing {
  readonly clusters: readonly Cluster[];
  readonly routes: readonly RouteConfiguration[];
  readonly listeners: readonly Listener[];
  readonly secrets: readonly Secret[];
}

/** The parts that count, each in the order of the dump. */
export function outgoingOf({ clusters, routes, listeners, secrets }: Proxy): Outgoing {
  return {
    clusters: clusters.filter(isOutgoingCluster),
    routes,
    listeners: listeners.filter(isOutgoingListener),
    secrets,
  };
}

/**
 * Whether a cluster counts. What istiod puts between a sidecar and its own application (`inbound|PORT||`, no host,
 * plaintext, shaped by no rule) says nothing of what is sent to others.
 */
export function isOutgoingCluster(cluster: Cluster): boolean {
  const name = parseClusterName(cluster.name);
  const isOwn = name?.direction === 'inbound' && name.host === '' && cluster.name.endsWith('||');
  if (!isOwn || (cluster.state !== 'active' && cluster.state !== 'static')) return true;
  const { transportSocket, transportSocketMatches, transportSocketMatcher, istio } = cluster;
  const sendsPlain = transportSocket === undefined && transportSocketMatcher === undefined;
  return !sendsPlain || transportSocketMatches.length > 0 || istio.config !== undefined;
}

/** Whether a listener counts with all that is in it; of inbound ones only where they listen does (`inboundDoors`). */
export function isOutgoingListener({ direction, internal }: Listener): boolean {
  return direction !== 'inbound' || internal;
}

/** Where inbound listeners listen, as far as that decides who takes what goes out; the proxy's own addresses left out. */
export function inboundDoors({ listeners, node }: Proxy): unknown {
  return listeners
    .filter((listener) => !isOutgoingListener(listener))
    .map(({ state, bindToPort, useOriginalDst, udp, listenerFilters, addresses }) => ({
      state,
      bindToPort,
      useOriginalDst,
      udp,
      restores: listenerFilters.some(({ kind }) => kind === 'original_dst'),
      addresses: addresses.map((address) =>
        address.kind === 'ip' && node.ips.includes(address.ip) ? { own: address.port } : address,
      ),
    }));
}

/** Where each of the parts stands, in a fixed order. */
export function* placesOf({ clusters, routes, listeners, secrets }: Outgoing): Generator<Place> {
  for (const { place, loadAssignment } of clusters) {
    yield place;
    if (loadAssignment !== undefined) yield loadAssignment.place;
  }
  for (const { place } of routes) yield place;
  for (const listener of listeners) {
    yield listener.place;
    for (const { place } of inlineRoutes(listener)) yield place;
  }
  for (const { place } of secrets) yield place;
}

function inlineRoutes({ filterChains, defaultFilterChain }: Listener): readonly RouteConfiguration[] {
  const chains = defaultFilterChain === undefined ? filterChains : [...filterChains, defaultFilterChain];
  return chains.flatMap(({ filters }) =>
    filters.flatMap((filter) => (filter.kind === 'http' ? (filter.http.routeConfig ?? []) : [])),
  );
}
