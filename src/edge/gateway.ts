/**
 * A gateway as a client: what it forwards enters through its own listeners, so the edge begins at the
 * routes and TCP proxies that lead to the service, not at an outbound listener.
 */
import type { Listener, Proxy, RouteAction, WeightedCluster } from '../envoy/model.ts';
import { routeConfigurationOf, routedHost, selectRoute, selectVirtualHost } from '../envoy/route-selection.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { Destination, OutboundPath } from './model.ts';
import { terminalFilter } from './outbound.ts';
import type { EdgeQuestion } from './question.ts';

/** Ways from the gateway's listeners to the destination; the first that serves the authority. Undefined: none. */
export function walkGateway(
  gateway: Proxy,
  destination: Destination,
  question: EdgeQuestion,
): { readonly path: OutboundPath; readonly clusters: readonly WeightedCluster[] } | undefined {
  for (const listener of gateway.listeners) {
    for (const chain of listener.filterChains) {
      const filter = terminalFilter(chain);
      const path: OutboundPath = {
        destination,
        unknownAddress: false,
        listener,
        chain,
        ...(filter !== undefined && { filter }),
      };
      const found = filter === undefined ? undefined : leading(gateway, path, question);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function leading(
  gateway: Proxy,
  path: OutboundPath,
  question: EdgeQuestion,
): { readonly path: OutboundPath; readonly clusters: readonly WeightedCluster[] } | undefined {
  const { filter, destination } = path;
  if (filter?.kind === 'tcp') {
    const all = [
      ...(filter.tcp.cluster === undefined ? [] : [{ name: filter.tcp.cluster, weight: 100 }]),
      ...filter.tcp.weightedClusters,
    ];
    const clusters = all.filter(({ name }) => leadsTo(name, destination));
    return clusters.length === 0 ? undefined : { path, clusters };
  }
  if (filter?.kind !== 'http') return undefined;
  const routeConfiguration = routeConfigurationOf(gateway, filter.http);
  if (routeConfiguration === undefined) return undefined;
  const virtualHost = selectVirtualHost(routeConfiguration, routedHost(question.authority, 0, filter.http));
  if (virtualHost === undefined) return undefined;
  const { route } = selectRoute(virtualHost);
  if (route === undefined) return undefined;
  const action = route.action;
  const named =
    action.kind === 'cluster'
      ? [{ name: action.cluster, weight: 100 }]
      : action.kind === 'weighted'
        ? action.clusters
        : [];
  const clusters = named.filter(({ name }) => leadsTo(name, destination));
  if (clusters.length === 0) return undefined;
  return { path: { ...path, routeConfiguration, virtualHost, route }, clusters };
}

/** What a gateway forwards: a service port, by a route for this authority or by a TCP proxy. */
export interface Forwarded {
  readonly host: string;
  readonly port: number;
  /** A host that the route serves; empty where any will do, or where it is no HTTP. */
  readonly authority: string;
  readonly http: boolean;
}

/** Everything that the gateway's own listeners lead to, each service port once, sorted. */
export function forwardedBy(gateway: Proxy): readonly Forwarded[] {
  const found = new Map<string, Forwarded>();
  const add = (cluster: string | undefined, authority: string, http: boolean): void => {
    const name = cluster === undefined ? undefined : parseClusterName(cluster);
    if (name?.direction !== 'outbound') return;
    const key = `${name.host}:${String(name.port).padStart(5, '0')}`;
    if (!found.has(key)) found.set(key, { host: name.host, port: name.port, authority, http });
  };
  for (const chain of gateway.listeners.flatMap((listener) => listener.filterChains)) {
    const filter = terminalFilter(chain);
    if (filter?.kind === 'tcp') {
      for (const cluster of [filter.tcp.cluster, ...filter.tcp.weightedClusters.map(({ name }) => name)])
        add(cluster, '', false);
    }
    if (filter?.kind !== 'http') continue;
    for (const { domains, routes } of routeConfigurationOf(gateway, filter.http)?.virtualHosts ?? []) {
      const authority = domains.find((domain) => !domain.includes('*')) ?? '';
      for (const { action } of routes) for (const cluster of clustersOf(action)) add(cluster, authority, true);
    }
  }
  return [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, forwarded]) => forwarded);
}

function clustersOf(action: RouteAction): readonly string[] {
  if (action.kind === 'cluster') return [action.cluster];
  return action.kind === 'weighted' ? action.clusters.map(({ name }) => name) : [];
}

function leadsTo(cluster: string, { host, port }: Destination): boolean {
  const name = parseClusterName(cluster);
  return name?.direction === 'outbound' && name.host === host && name.port === port;
}

/** A router takes part with listeners of its own; nothing is redirected into it. */
export function isGateway(proxy: Proxy): boolean {
  return proxy.node.kind === 'router' && !proxy.listeners.some(redirects);
}

function redirects(listener: Listener): boolean {
  return listener.useOriginalDst && listener.direction === 'outbound';
}
