/**
 * Which of the proxies serve a host, by their own inbound configuration: used where the client's
 * endpoints were not read. Istio writes `host:port/*` into the inbound route's decorator, the service
 * port into the inbound virtual host's name (`inbound|http|PORT`), and the service's host into the
 * metadata of the inbound cluster.
 */
import type { FilterChain, Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { Mesh } from './mesh.ts';

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
  const ports = proxy.clusters.flatMap((cluster) => {
    const name = parseClusterName(cluster.name);
    if (name?.direction !== 'inbound') return [];
    const serves = name.host === host || cluster.istio.services.some((service) => service.host === host);
    return serves ? [name.port] : [];
  });
  if (ports.includes(servicePort)) return servicePort;
  return ports.length === 1 ? ports[0] : undefined;
}
