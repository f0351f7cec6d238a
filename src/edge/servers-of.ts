/**
 * Which of the proxies serve a host, by their own inbound configuration: used where the client's
 * endpoints were not read. Istio writes `host:port/*` into the inbound route's decorator, the service
 * port into the inbound virtual host's name (`inbound|http|PORT`), and the service's host into the
 * metadata of the inbound cluster.
 */
import type { FilterChain, NetworkFilter, Proxy } from '../envoy/model.ts';
import { itemsOf } from '../input/shelf/lazy-list.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { Mesh } from './mesh.ts';
import { inboundWord } from './shelf-words.ts';

/** Servers of `host:servicePort`, with the port their pod listens on. */
export function serversOf(mesh: Mesh, host: string, servicePort: number): readonly { proxy: Proxy; port: number }[] {
  const found: { proxy: Proxy; port: number }[] = [];
  for (const proxy of mesh.proxies) {
    const port = portServing(proxy, host, servicePort);
    if (port !== undefined) found.push({ proxy, port });
  }
  return found;
}

function portServing(proxy: Proxy, host: string, servicePort: number): number | undefined {
  for (const listener of proxy.listeners) {
    if (listener.direction === 'outbound') continue;
    for (const chain of listener.filterChains) {
      if (
        chain.filters.some((filter) => filter.kind === 'http' && decorates(filter.http.routeConfig, host, servicePort))
      ) {
        return chainPort(chain, listener.addresses[0]);
      }
    }
  }
  return byClusterMetadata(proxy, host, servicePort);
}

function chainPort(
  chain: FilterChain,
  address: Proxy['listeners'][number]['addresses'][number] | undefined,
): number | undefined {
  return chain.match.destinationPort ?? (address?.kind === 'ip' ? address.port : undefined);
}

function decorates(
  routes:
    | { readonly virtualHosts: readonly { readonly routes: readonly { readonly operation?: string }[] }[] }
    | undefined,
  host: string,
  port: number,
): boolean {
  const operation = `${host}:${port}/*`;
  return routes?.virtualHosts.some((vh) => vh.routes.some((route) => route.operation === operation)) ?? false;
}

/** TCP ports carry no service port; a proxy that serves the host on the same or on its only port is taken. */
function byClusterMetadata(proxy: Proxy, host: string, servicePort: number): number | undefined {
  const ports = (itemsOf(proxy.clusters, host) ?? proxy.clusters).flatMap((cluster) => {
    const name = parseClusterName(cluster.name);
    if (name?.direction !== 'inbound') return [];
    const serves = name.host === host || cluster.istio.services.some((service) => service.host === host);
    return serves ? [name.port] : [];
  });
  if (ports.includes(servicePort)) return servicePort;
  return ports.length === 1 ? ports[0] : undefined;
}

/** The hosts that a proxy says it serves, with the ports: the pod's, of eras and protocols that leave it out the service's. */
export function servedPorts(proxy: Proxy): ReadonlyMap<string, ReadonlySet<number>> {
  const served = new Map<string, Set<number>>();
  const add = (host: string, port: number): void => {
    served.set(host, (served.get(host) ?? new Set()).add(port));
  };
  for (const cluster of itemsOf(proxy.clusters, inboundWord) ?? proxy.clusters) {
    const name = parseClusterName(cluster.name);
    if (name?.direction !== 'inbound') continue;
    for (const host of [name.host, ...cluster.istio.services.map((service) => service.host)])
      if (host !== '') add(host, name.port);
  }
  for (const { direction, filterChains } of proxy.listeners) {
    if (direction === 'outbound') continue;
    for (const { filters } of filterChains)
      for (const filter of filters) if (filter.kind === 'http') for (const each of decorated(filter)) add(...each);
  }
  return served;
}

/** `host:port` of each inbound route's decorator. */
function decorated({ http }: NetworkFilter & { readonly kind: 'http' }): readonly (readonly [string, number])[] {
  const routes = (http.routeConfig?.virtualHosts ?? []).flatMap((virtualHost) => virtualHost.routes);
  return routes.flatMap(({ operation }) => {
    const [, host, port] = /^(.+):(\d+)\/\*$/u.exec(operation ?? '') ?? [];
    return host === undefined ? [] : [[host, Number(port)] as const];
  });
}
