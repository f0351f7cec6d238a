/** `tcp` and `tls` routes of VirtualServices translated to a sidecar's listeners. */
import type { FilterChain, Listener, NetworkFilter, Proxy } from '../envoy/model.ts';
import { clustersOfChain } from '../istio/chain-cluster.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { isWithin } from '../policy/host-names.ts';
import type { VirtualService } from '../policy/virtual-service.ts';
import { connectionFilter, connectionFilters, matchesFor, type ConnectionContext } from './connection-routes.ts';
import { isTlsPort } from './port-protocol.ts';
import type { Translation } from './translation.ts';
import { virtualServicesFor } from './visible-virtual-services.ts';

/** The proxy with connections that carry no HTTP led where the VirtualServices have it. */
export function withConnectionRoutes(proxy: Proxy, translation: Translation): Proxy {
  const [old, fresh] = [translation.before, translation.after].map((state) =>
    virtualServicesFor(state, proxy, 'mesh').filter(({ tcp, tls }) => tcp.length + tls.length > 0),
  );
  if (old === undefined || fresh === undefined || (old.length === 0 && fresh.length === 0)) return proxy;
  const listeners = proxy.listeners.map((listener) => {
    const served = listener.direction === 'inbound' ? undefined : servedBy(listener);
    if (served === undefined) return listener;
    const [was, is] = [chainsOf(served, old, proxy, translation), chainsOf(served, fresh, proxy, translation)];
    if (JSON.stringify(was?.chains) === JSON.stringify(is?.chains)) return listener;
    const { host, port } = served;
    translation.log.change(proxy, { kind: 'outbound', port, host }, `${host}:${port} is routed anew`, [
      is?.by ?? was?.by,
    ]);
    return relisted(listener, is?.chains ?? [plainChain(served)], proxy);
  });
  return { ...proxy, listeners };
}

interface Served {
  readonly host: string;
  readonly port: number;
  readonly chain: FilterChain;
}

/** The service a listener is for: it stands on the service's own address, and leads to its clusters. */
function servedBy(listener: Listener): Served | undefined {
  const [address] = listener.addresses;
  const [chain] = listener.filterChains;
  if (address?.kind !== 'ip' || ['0.0.0.0', '::'].includes(address.ip) || chain === undefined) return undefined;
  if (!chain.filters.some(({ kind }) => kind === 'tcp')) return undefined;
  const names = clustersOfChain(chain).map(parseClusterName);
  const own = names.find((name) => name?.direction === 'outbound');
  return own?.direction === 'outbound' ? { host: own.host, port: address.port, chain } : undefined;
}

/** The chains of the first VirtualService that has a route for the service; undefined: the default one. */
function chainsOf(
  { host, port, chain }: Served,
  virtualServices: readonly VirtualService[],
  proxy: Proxy,
  translation: Translation,
): { readonly by: VirtualService; readonly chains: readonly FilterChain[] } | undefined {
  const context: ConnectionContext = { proxy, port, gateway: 'mesh', translation };
  const fitting = virtualServices.filter(({ hosts }) => hosts.some((each) => isWithin(host, each)));
  const carriesTls = isTlsPort(host, port, translation.after);
  for (const by of fitting) {
    const byName = by.tls.flatMap((route) =>
      matchesFor(route, context).flatMap(({ sniHosts }) => {
        const filter = connectionFilter(route, context);
        return filter === undefined ? [] : [withFilter(chain, filter, sniHosts)];
      }),
    );
    if (byName.length > 0) return { by, chains: byName };
    if (carriesTls) continue;
    const filters = by.tcp.map((route) => connectionFilters(route, context)).filter((each) => each !== undefined);
    const [first] = filters;
    if (first !== undefined) return { by, chains: [withFilter(chain, first, [])] };
  }
  return undefined;
}

function withFilter(chain: FilterChain, filter: NetworkFilter, serverNames: readonly string[]): FilterChain {
  const filters = chain.filters.map((each) => (each.kind === 'tcp' ? filter : each));
  return { ...chain, match: { ...chain.match, serverNames }, filters };
}

function plainChain({ host, port, chain }: Served): FilterChain {
  const tcp = { cluster: `outbound|${port}||${host}`, weightedClusters: [] };
  return withFilter(chain, { kind: 'tcp', tcp, path: '' }, []);
}

/** Server names need an inspector, and what has none of them goes on as it is. */
function relisted(listener: Listener, filterChains: readonly FilterChain[], proxy: Proxy): Listener {
  const named = filterChains.some(({ match }) => match.serverNames.length > 0);
  const others = listener.listenerFilters.filter(({ kind }) => kind !== 'tls_inspector');
  const { defaultFilterChain: _default, ...rest } = listener;
  if (!named) return { ...rest, listenerFilters: others, filterChains };
  const passthrough = proxy.listeners.map((each) => each.defaultFilterChain).find((each) => each !== undefined);
  const inspector = { kind: 'tls_inspector', name: 'envoy.filters.listener.tls_inspector' } as const;
  return {
    ...rest,
    listenerFilters: [inspector, ...others],
    filterChains,
    ...(passthrough === undefined ? {} : { defaultFilterChain: passthrough }),
  };
}
