/** Gateways and the VirtualServices bound to them translated to listeners and routes of a gateway's proxy. */
import type {
  FilterChain,
  FilterChainMatch,
  Listener,
  NetworkFilter,
  Proxy,
  RouteConfiguration,
} from '../envoy/model.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { gatewaySocket } from './gateway-context.ts';
import { passthroughChains } from './gateway-passthrough.ts';
import { gatewayRoutes } from './gateway-routes.ts';
import {
  isPassthrough,
  servedServers,
  serverNames,
  serverProtocol,
  sharesHost,
  type ServedServer,
} from './gateway-servers.ts';
import { connectionFilters, type ConnectionContext } from './connection-routes.ts';
import type { Translation } from './translation.ts';
import { noteUnreadGateways } from './unread-gateways.ts';
import { virtualServicesFor } from './visible-virtual-services.ts';

/** What a gateway's proxy gets by its Gateways, by name. */
interface Served {
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly routes: ReadonlyMap<string, RouteConfiguration>;
}

/** The gateway's proxy with listeners and routes for its servers; what no resource names is kept as captured. */
export function withGatewayServers(proxy: Proxy, translation: Translation): Proxy {
  if (proxy.node.kind !== 'router') return proxy;
  const before = served(translation.before, proxy, translation);
  const after = served(translation.after, proxy, translation);
  noteUnreadGateways(proxy, before.listeners, after.listeners, translation);
  const { log } = translation;
  const listeners = merged(proxy.listeners, before.listeners, after.listeners, (listener, was, is) => {
    const port = listener.addresses[0]?.kind === 'ip' ? listener.addresses[0].port : 0;
    const text =
      is === undefined
        ? `it does not listen on port ${port} any more`
        : was === undefined
          ? `it listens on port ${port} now`
          : `it listens differently on port ${port}`;
    log.change(proxy, { kind: 'gateway-listener', port }, text, []);
  });
  const routes = merged(proxy.routes, before.routes, after.routes, (config) => {
    log.change(proxy, { kind: 'outbound' }, `it routes ${config.name} anew`, []);
  });
  return { ...proxy, listeners, routes };
}

/** `own` with the resources that differ between before and after put in, replaced or taken away. */
function merged<T extends Listener | RouteConfiguration>(
  own: readonly T[],
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  note: (resource: T, was: T | undefined, is: T | undefined) => void,
): readonly T[] {
  const result = new Map(own.map((each) => [each.name, each]));
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    if (is === undefined) result.delete(name);
    else result.set(name, was === undefined ? withCaptured(is, result.get(name)) : is);
    const named = is ?? was;
    if (named !== undefined) note(named, was, is);
  }
  return [...result.values()];
}

/** What a captured resource has beside that of the same name that comes: its own resource was not given. */
function withCaptured<T extends Listener | RouteConfiguration>(fresh: T, captured: T | undefined): T {
  if (captured === undefined) return fresh;
  if ('virtualHosts' in fresh && 'virtualHosts' in captured) {
    const taken = new Set(fresh.virtualHosts.flatMap(({ domains }) => domains));
    const others = captured.virtualHosts.filter(({ domains }) => !domains.some((domain) => taken.has(domain)));
    return { ...fresh, virtualHosts: [...fresh.virtualHosts, ...others] };
  }
  if ('filterChains' in fresh && 'filterChains' in captured) {
    const matches = new Set(fresh.filterChains.map(({ match }) => JSON.stringify(match)));
    const others = captured.filterChains.filter(({ match }) => !matches.has(JSON.stringify(match)));
    return { ...fresh, filterChains: [...fresh.filterChains, ...others] };
  }
  return fresh;
}

function served(state: PolicyIndex, proxy: Proxy, translation: Translation): Served {
  const servers = servedServers(state, proxy, translation.proxies);
  const byListener = new Map<string, ServedServer[]>();
  for (const server of servers) {
    const name = listenerName(server, proxy);
    byListener.set(name, [...(byListener.get(name) ?? []), server]);
  }
  const listeners = [...byListener].flatMap(([name, members]) => {
    const listener = listenerFor(name, members, state, proxy, translation);
    return listener === undefined ? [] : [[name, listener] as const];
  });
  return { listeners: new Map(listeners), routes: gatewayRoutes(servers, state, proxy, translation) };
}

function bindOf({ server }: ServedServer, { node }: Proxy): string {
  if (server.bind !== '') return server.bind;
  return node.ips.length > 0 && node.ips.every((ip) => ip.includes(':')) ? '::' : '0.0.0.0';
}

function listenerName(server: ServedServer, proxy: Proxy): string {
  return `${bindOf(server, proxy)}_${server.port}`;
}

function listenerFor(
  name: string,
  servers: readonly ServedServer[],
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
): Listener | undefined {
  const [first] = servers;
  const filterChains = chainsFor(servers, state, proxy, translation);
  if (first === undefined || filterChains.length === 0) return undefined;
  const inspects = filterChains.some(
    ({ match, transportSocket }) => match.serverNames.length > 0 || transportSocket !== undefined,
  );
  return {
    name,
    place: first.gateway.place,
    state: 'active',
    addresses: [{ kind: 'ip', ip: bindOf(first, proxy), port: first.port }],
    direction: 'outbound',
    bindToPort: true,
    useOriginalDst: false,
    internal: false,
    udp: false,
    listenerFilters: inspects ? [{ kind: 'tls_inspector', name: 'envoy.filters.listener.tls_inspector' }] : [],
    listenerFiltersTimeout: 15_000,
    continueOnListenerFiltersTimeout: false,
    filterChains,
  };
}

const anyMatch: FilterChainMatch = {
  prefixRanges: [],
  serverNames: [],
  transportProtocol: '',
  applicationProtocols: [],
  directSourcePrefixRanges: [],
  sourceType: 'ANY',
  sourcePrefixRanges: [],
  sourcePorts: [],
};

/** HTTP servers of a port share one chain; each TLS server has its own, told apart by server name. */
function chainsFor(
  servers: readonly ServedServer[],
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
): readonly FilterChain[] {
  const plain = servers.find(({ server }) => serverProtocol(server) === 'http');
  if (plain !== undefined) return [chain([], httpFilter(plain.routeName), plain)];
  return servers.flatMap((each): readonly FilterChain[] => {
    const { server, hosts } = each;
    const { tls } = server;
    if (tls !== undefined && serverProtocol(server) === 'https') {
      return [
        { ...chain(serverNames(hosts), httpFilter(each.routeName), each), transportSocket: gatewaySocket(tls, true) },
      ];
    }
    if (tls !== undefined && isPassthrough(tls.mode)) return passthroughChains(each, state, proxy, translation, chain);
    const filter = tcpFilter(each, state, proxy, translation);
    if (filter === undefined) return [];
    const names = tls === undefined ? [] : serverNames(hosts);
    const base = chain(names, filter, each);
    return [tls === undefined ? base : { ...base, transportSocket: gatewaySocket(tls, false) }];
  });
}

/** A chain for these server names; the path points into the Gateway. */
export type MakeChain = (
  names: readonly string[],
  filter: NetworkFilter,
  server: ServedServer,
  applicationProtocols?: readonly string[],
) => FilterChain;

function chain(
  names: readonly string[],
  filter: NetworkFilter,
  { server }: ServedServer,
  applicationProtocols: readonly string[] = [],
): FilterChain {
  return {
    name: '',
    match: { ...anyMatch, serverNames: names, applicationProtocols },
    filters: [filter],
    path: server.path,
  };
}

function httpFilter(routeConfigName: string): NetworkFilter {
  return { kind: 'http', http: { codec: 'AUTO', routeConfigName, httpFilters: [] }, path: '' };
}

/** TCP that a server has taken out of TLS, or that came without: the first VirtualService with a `tcp` route decides. */
function tcpFilter(
  each: ServedServer,
  state: PolicyIndex,
  proxy: Proxy,
  translation: Translation,
): NetworkFilter | undefined {
  const { server, gatewayName } = each;
  const context: ConnectionContext = { proxy, port: server.port.number, gateway: gatewayName, translation };
  for (const virtualService of virtualServicesFor(state, proxy, gatewayName)) {
    if (!sharesHost(each, virtualService)) continue;
    for (const route of virtualService.tcp) {
      const filters = connectionFilters(route, context);
      if (filters !== undefined) return filters;
    }
  }
  return undefined;
}
