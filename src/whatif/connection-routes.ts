/** `tcp` and `tls` routes of VirtualServices as network filters. */
import type { NetworkFilter, Proxy } from '../envoy/model.ts';
import type { ConnectionRoute, TlsMatch } from '../policy/virtual-service.ts';
import { destinationCluster, isForContext } from './http-routes.ts';
import { knownPorts } from './outbound-services.ts';
import type { Translation } from './translation.ts';

export interface ConnectionContext {
  readonly proxy: Proxy;
  readonly port: number;
  /** `mesh`, or the gateway's `namespace/name`. */
  readonly gateway: string;
  readonly translation: Translation;
}

/** The filter of a route that holds for this proxy and port whatever its other matches; undefined when it does not. */
export function connectionFilters(route: ConnectionRoute, context: ConnectionContext): NetworkFilter | undefined {
  const holds = route.matches.length === 0 || route.matches.some((match) => isForContext(match, context));
  return holds ? connectionFilter(route, context) : undefined;
}

/** The matches of a route that are for this proxy and port. */
export function matchesFor(route: ConnectionRoute, context: ConnectionContext): readonly TlsMatch[] {
  return route.matches.filter((match) => isForContext(match, context));
}

/** A TCP proxy to the route's destinations; undefined when it has none. */
export function connectionFilter(route: ConnectionRoute, context: ConnectionContext): NetworkFilter | undefined {
  const portsOf = (host: string): readonly number[] => portsOfService(host, context.translation.proxies);
  const { destinations } = route;
  const clusters = destinations.map((each) => ({
    name: destinationCluster(each, { port: context.port, portsOf }),
    weight: each.weight ?? 0,
  }));
  const [only] = clusters;
  if (only === undefined) return undefined;
  const tcp =
    clusters.length === 1
      ? { cluster: only.name, weightedClusters: [] }
      : { weightedClusters: clusters.filter(({ weight }) => weight > 0) };
  return { kind: 'tcp', tcp, path: '' };
}

/** Ports of a service as any proxy knows them. */
export function portsOfService(host: string, proxies: readonly Proxy[]): readonly number[] {
  const ports = proxies.flatMap((proxy) => knownPorts(proxy).filter((each) => each.host === host));
  return [...new Set(ports.map(({ port }) => port))];
}
