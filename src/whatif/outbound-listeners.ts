/** Listeners a sidecar takes outbound connections with (Istio: `buildListenerFromEntry`, pilot/pkg/networking/core/listener.go). */
import type { FilterChain, Listener, NetworkFilter, Proxy } from '../envoy/model.ts';
import type { Place } from '../evidence.ts';

/**
 * The listener for HTTP on a port, modelled on another port's: they are the same but for their
 * routes. Undefined when there is none to go by.
 */
export function httpListener(
  proxy: Proxy,
  port: number,
  place: Place,
  proxies: readonly Proxy[],
): Listener | undefined {
  const model = [proxy, ...proxies].flatMap(({ listeners }) => listeners).find(isHttpByPort);
  if (model === undefined) return undefined;
  const [address] = model.addresses;
  const ip = address?.kind === 'ip' ? address.ip : '0.0.0.0';
  return {
    ...model,
    name: `${ip}_${port}`,
    place,
    addresses: [{ kind: 'ip', ip, port }],
    filterChains: model.filterChains.map((chain) => withRoutes(chain, String(port))),
  };
}

/** A wildcard address, with routes named by its port. */
function isHttpByPort({ addresses, filterChains, direction }: Listener): boolean {
  const [address] = addresses;
  if (direction !== 'outbound' || address?.kind !== 'ip' || !['0.0.0.0', '::'].includes(address.ip)) return false;
  const name = String(address.port);
  return filterChains.some(({ filters }) =>
    filters.some((filter) => filter.kind === 'http' && filter.http.routeConfigName === name),
  );
}

function withRoutes(chain: FilterChain, routeConfigName: string): FilterChain {
  const renamed = (filter: NetworkFilter): NetworkFilter =>
    filter.kind === 'http' ? { ...filter, http: { ...filter.http, routeConfigName } } : filter;
  return { ...chain, filters: chain.filters.map(renamed) };
}

/** A listener for TCP on a service's own address, or on every address. */
export function tcpListener(name: string, ip: string, port: number, chain: FilterChain, place: Place): Listener {
  const inspects = chain.match.serverNames.length > 0;
  return {
    name,
    place,
    state: 'active',
    addresses: [{ kind: 'ip', ip, port }],
    direction: 'outbound',
    bindToPort: false,
    useOriginalDst: false,
    internal: false,
    udp: false,
    listenerFilters: inspects ? [{ kind: 'tls_inspector', name: 'envoy.filters.listener.tls_inspector' }] : [],
    listenerFiltersTimeout: 0,
    continueOnListenerFiltersTimeout: true,
    filterChains: [chain],
  };
}
