/** Mesh-wide settings translated: trust domain aliases, the least TLS version, where unknown traffic goes. */
import type {
  Cluster,
  FilterChain,
  Listener,
  NetworkFilter,
  Proxy,
  RouteConfiguration,
  SanMatcher,
  TransportSocket,
} from '../envoy/model.ts';
import { spiffeId, parseSpiffeId } from '../istio/spiffe.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { clusterDecision } from './cluster-decision.ts';
import { inboundListeners } from './inbound.ts';
import { sidecarOf } from './scope.ts';
import { clientOf, clusterOf } from './service-facts.ts';
import type { Translation } from './translation.ts';

/** The proxy with what mesh-wide settings change in it; unchanged where these stay. */
export function withMeshSettings(proxy: Proxy, translation: Translation): Proxy {
  return withOutboundMode(withTrustDomains(withMinimumTls(proxy, translation), translation), translation);
}

function withMinimumTls(proxy: Proxy, { before, after, log }: Translation): Proxy {
  const minimum = after.settings.minimumTls;
  if (before.settings.minimumTls === minimum) return proxy;
  log.change(proxy, { kind: 'inbound' }, `it takes ${minimum} at least`, [meshConfigRef(after)]);
  return mapInboundSockets(proxy, (socket) => ({
    ...socket,
    tls: { ...socket.tls, params: { ...socket.tls.params, minimum } },
  }));
}

/** Servers accept the aliases as prefixes; clients expect each identity in every trust domain. */
function withTrustDomains(proxy: Proxy, translation: Translation): Proxy {
  const { before, after, log } = translation;
  const [old, fresh] = [before.settings.trustDomainAliases, after.settings.trustDomainAliases];
  if (JSON.stringify(old) === JSON.stringify(fresh)) return proxy;
  log.change(proxy, { kind: 'inbound' }, `it accepts the trust domains ${fresh.join(', ') || 'of its own only'}`, [
    meshConfigRef(after),
  ]);
  const servers = mapInboundSockets(proxy, (socket) => withSans(socket, (sans) => prefixes(sans, old, fresh)));
  const expand = (socket: TransportSocket): TransportSocket =>
    socket.kind === 'tls' ? withSans(socket, (sans) => identities(sans, old, fresh)) : socket;
  const clusters = servers.clusters.map((cluster) =>
    ruleNamesSans(proxy, cluster, translation) ? cluster : mapSockets(cluster, expand),
  );
  return { ...servers, clusters };
}

function prefixes(
  sans: readonly SanMatcher[],
  old: readonly string[],
  fresh: readonly string[],
): readonly SanMatcher[] {
  const own = sans.filter(({ matcher }) => !old.includes(domainOf(matcher.value)));
  const added = fresh.filter((domain) => own.every(({ matcher }) => domainOf(matcher.value) !== domain));
  return [
    ...own,
    ...added.map((domain) => ({ type: 'any', matcher: { kind: 'prefix', value: `spiffe://${domain}/` } }) as const),
  ];
}

function identities(
  sans: readonly SanMatcher[],
  old: readonly string[],
  fresh: readonly string[],
): readonly SanMatcher[] {
  const own = sans.filter(({ matcher }) => !old.includes(domainOf(matcher.value)));
  const values = own.flatMap(({ matcher }) => {
    const id = parseSpiffeId(matcher.value);
    if (id === undefined || id.serviceAccount === '') return [matcher.value];
    return [matcher.value, ...fresh.map((domain) => spiffeId(domain, id.namespace, id.serviceAccount))];
  });
  const sorted = [...new Set(values)].toSorted();
  return sorted.map((value) => ({ type: 'any', matcher: { kind: 'exact', value } }) as const);
}

function domainOf(uri: string): string {
  return parseSpiffeId(uri)?.trustDomain ?? '';
}

type TlsSocket = TransportSocket & { readonly kind: 'tls' };

function withSans(socket: TlsSocket, map: (sans: readonly SanMatcher[]) => readonly SanMatcher[]): TlsSocket {
  const { validation } = socket.tls;
  if (validation === undefined || validation.sans.length === 0) return socket;
  return { ...socket, tls: { ...socket.tls, validation: { ...validation, sans: map(validation.sans) } } };
}

function mapInboundSockets(proxy: Proxy, map: (socket: TlsSocket) => TransportSocket): Proxy {
  const inbound = new Set<Listener>(inboundListeners(proxy));
  const mapChain = (chain: FilterChain): FilterChain =>
    chain.transportSocket?.kind === 'tls' && chain.transportSocket.tls.validationSecret?.name === 'ROOTCA'
      ? { ...chain, transportSocket: map(chain.transportSocket) }
      : chain;
  const listeners = proxy.listeners.map((listener) =>
    inbound.has(listener) ? { ...listener, filterChains: listener.filterChains.map(mapChain) } : listener,
  );
  return { ...proxy, listeners };
}

/** istiod expands the identities it fills in, not those a rule names. */
function ruleNamesSans(proxy: Proxy, cluster: Cluster, { before, after }: Translation): boolean {
  const of = clusterOf(proxy, cluster, before);
  return of === undefined || clusterDecision(after, clientOf(proxy), of).traffic.tls?.subjectAltNames !== undefined;
}

function mapSockets(cluster: Cluster, map: (socket: TransportSocket) => TransportSocket): Cluster {
  const { transportSocket, transportSocketMatches } = cluster;
  return {
    ...cluster,
    ...(transportSocket === undefined ? {} : { transportSocket: map(transportSocket) }),
    transportSocketMatches: transportSocketMatches.map((match) => ({
      ...match,
      transportSocket: map(match.transportSocket),
    })),
  };
}

/** Where a sidecar sends what it does not know: its Sidecar's word, else the mesh's. */
function outboundMode(state: PolicyIndex, proxy: Proxy): 'ALLOW_ANY' | 'REGISTRY_ONLY' {
  return sidecarOf(state, proxy)?.sidecar.outboundMode ?? state.settings.outboundMode;
}

function withOutboundMode(proxy: Proxy, { before, after, log }: Translation): Proxy {
  const mode = outboundMode(after, proxy);
  if (proxy.node.kind === 'router' || outboundMode(before, proxy) === mode) return proxy;
  const by = sidecarOf(after, proxy)?.sidecar ?? meshConfigRef(after);
  log.change(
    proxy,
    { kind: 'outbound' },
    `unknown destinations are ${mode === 'ALLOW_ANY' ? 'passed on' : 'refused'}`,
    [by],
  );
  const [from, to] =
    mode === 'ALLOW_ANY' ? ['BlackHoleCluster', 'PassthroughCluster'] : ['PassthroughCluster', 'BlackHoleCluster'];
  const mapFilter = (filter: NetworkFilter): NetworkFilter =>
    filter.kind === 'tcp' && filter.tcp.cluster === from ? { ...filter, tcp: { ...filter.tcp, cluster: to } } : filter;
  // The chain for the redirection port itself leads to BlackHoleCluster in either mode.
  const mapChain = (chain: FilterChain): FilterChain =>
    chain.match.destinationPort === undefined ? { ...chain, filters: chain.filters.map(mapFilter) } : chain;
  const listeners = proxy.listeners.map((listener) =>
    listener.direction === 'outbound'
      ? {
          ...listener,
          filterChains: listener.filterChains.map(mapChain),
          ...(listener.defaultFilterChain && { defaultFilterChain: mapChain(listener.defaultFilterChain) }),
        }
      : listener,
  );
  return { ...proxy, listeners, routes: proxy.routes.map((config) => withCatchAll(config, mode)) };
}

function withCatchAll(config: RouteConfiguration, mode: 'ALLOW_ANY' | 'REGISTRY_ONLY'): RouteConfiguration {
  const virtualHosts = config.virtualHosts.map((host) => {
    if (host.name !== 'allow_any' && host.name !== 'block_all') return host;
    const action =
      mode === 'ALLOW_ANY'
        ? ({ kind: 'cluster', cluster: 'PassthroughCluster' } as const)
        : ({ kind: 'direct-response', status: 502 } as const);
    const name = mode === 'ALLOW_ANY' ? 'allow_any' : 'block_all';
    return { ...host, name, routes: host.routes.map((route) => ({ ...route, action })) };
  });
  return { ...config, virtualHosts };
}

function meshConfigRef({ settings }: PolicyIndex): { kind: string; namespace: string; name: string } {
  const [namespace = '', name = ''] = (settings.from?.name ?? '').split('/');
  return { kind: 'MeshConfig', namespace, name };
}
