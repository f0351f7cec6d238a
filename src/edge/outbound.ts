/**
 * The client's side up to a cluster: listener → filter chain → filter → route.
 * Source: Envoy's listener and router rules as implemented in `envoy/`; what istiod writes into them in
 * `docs/` (virtualOutbound hands over by original destination, HTTP ports share `0.0.0.0_PORT`).
 */
import { outboundListener } from '../envoy/listen/accepting-listener.ts';
import type { FirstBytes, IncomingConnection } from '../envoy/connection.ts';
import { selectFilterChain } from '../envoy/listen/filter-chain-selection.ts';
import { detect } from '../envoy/listen/listener-filters.ts';
import type { FilterChain, Listener, NetworkFilter, Proxy, WeightedCluster } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { routeConfigurationOf, routedHost, selectRoute, selectVirtualHost } from '../envoy/route-selection.ts';
import type { Destination, OutboundPath, OutboundStop } from './model.ts';
import type { EdgeQuestion, Missing, Speaks } from './question.ts';
import { isListenerSelection } from './selection.ts';
import { subsetsSendOtherwise } from './subset-clusters.ts';

/** Clusters that may be chosen, with percents where there are several; or why none is. */
export type OutboundResult =
  | { readonly path: OutboundPath; readonly clusters: readonly WeightedCluster[] }
  | { readonly path: OutboundPath; readonly stop: OutboundStop };

/** What the application's first bytes are. The application's own TLS offers no ALPN (`speaks` in docs/check-file.md). */
export function applicationBytes(speaks: Speaks, authority: string): FirstBytes {
  switch (speaks) {
    case 'http':
      return { kind: 'http1' };
    case 'tls':
      return { kind: 'tls', sni: authority.replace(/:\d+$/u, '').toLowerCase(), alpn: [] };
    case 'tcp':
      return { kind: 'other' };
    case 'server-first':
      return { kind: 'nothing' };
  }
}

/** Stands for an address nobody knows: only listeners that take any address take it (RFC 5737 documentation range). */
const unknownIp = '192.0.2.1';

/** Walks the client's proxy. */
export function walkOutbound(client: Proxy, destination: Destination, question: EdgeQuestion): OutboundResult {
  const dialled = { ip: destination.ip ?? unknownIp, port: destination.port };
  const found = outboundListener(client, dialled);
  const listener = found.kind === 'listener' ? found.listener : undefined;
  const unknownAddress = found.kind !== 'listener' || found.how === 'redirected';
  const base: OutboundPath = { destination, unknownAddress, ...(listener !== undefined && { listener }) };
  if (listener === undefined) {
    if (found.kind !== 'unknown') return { path: base, stop: { kind: 'no-listener' } };
    return byServiceName(client, base, {
      what: found.needs,
      decides: 'where the connection goes is said there',
      command: `istioctl proxy-config listener ${podArgument(client)} -o json`,
    });
  }
  if (found.kind === 'listener' && found.how === 'redirected' && isListenerSelection(client, destination)) {
    return byServiceName(client, base, {
      what: `the listener of ${client.name} for ${destination.host}:${destination.port}`,
      decides: 'where the connection goes is said there',
      command: `istioctl proxy-config listener ${podArgument(client)} -o json`,
    });
  }
  if (destination.ip === undefined && !unknownAddress && asksForAddress(listener)) {
    return { path: base, stop: { kind: 'unknown', missing: addressOf(client, destination, listener) } };
  }
  const source = client.node.ips[0];
  const connection: IncomingConnection = {
    destination: dialled,
    ...(source !== undefined && { source: { ip: source } }),
    bytes: applicationBytes(question.speaks, question.authority),
  };
  const detection = detect(listener, connection);
  const detected: OutboundPath = { ...base, detection };
  if (detection.kind === 'stalled') return { path: detected, stop: { kind: 'stalled', timeout: detection.timeout } };
  if (detection.kind === 'closed') return { path: detected, stop: { kind: 'closed', reason: detection.reason } };
  if (detection.kind === 'unknown') return { path: detected, stop: unknownChain(listener.name, detection.needs) };
  const selection = selectFilterChain(listener, detection);
  if (selection.kind === 'none') return { path: detected, stop: { kind: 'no-chain' } };
  if (selection.kind === 'unknown') return { path: detected, stop: unknownChain(listener.name, selection.needs) };
  return throughChain(client, question, { ...detected, chain: selection.chain }, selection.chain);
}

/** `filter_chain_match.prefix_ranges`: istiod writes them for services with ranges of addresses. */
function asksForAddress({ filterChains }: Listener): boolean {
  return filterChains.some(({ match }) => match.prefixRanges.length > 0);
}

function addressOf(client: Proxy, { host, port }: Destination, listener: Listener): Missing {
  const namespace = client.node.namespace === '' ? '' : ` -n ${client.node.namespace}`;
  return {
    what: `the address of ${host}`,
    decides: `it says which filter chain of ${listener.name} takes the connection; ask with ADDRESS:${port}`,
    command: `kubectl exec ${client.node.pod || client.name}${namespace} -- getent hosts ${host}`,
  };
}

/** `POD.NAMESPACE`, as istioctl takes it. */
export function podArgument(proxy: Proxy): string {
  const pod = proxy.node.pod === '' ? proxy.name : proxy.node.pod;
  return proxy.node.namespace === '' ? pod : `${pod}.${proxy.node.namespace}`;
}

function unknownChain(listener: string, needs: string): OutboundStop {
  return {
    kind: 'unknown',
    missing: {
      what: `which filter chain of ${listener} takes the connection: ${needs}`,
      decides: 'the chain leads to the cluster',
      command: 'mtlscope inspect --show listeners',
    },
  };
}

function throughChain(client: Proxy, question: EdgeQuestion, path: OutboundPath, chain: FilterChain): OutboundResult {
  const filter = terminalFilter(chain);
  if (filter === undefined) return { path, stop: { kind: 'no-filter' } };
  const at: OutboundPath = { ...path, filter };
  switch (filter.kind) {
    case 'tcp':
      return clustersOf(at, filter.tcp.cluster, filter.tcp.weightedClusters);
    case 'sni-cluster': {
      const bytes = applicationBytes(question.speaks, question.authority);
      return clustersOf(at, bytes.kind === 'tls' ? bytes.sni : undefined, []);
    }
    case 'http':
      return throughRoutes(client, question, at, filter);
    case 'direct-response':
    case 'echo':
      return { path: at, stop: { kind: 'answers-itself', status: 0 } };
    case 'rbac':
    case 'other':
      return { path: at, stop: { kind: 'no-filter' } };
  }
}

/** The filter that ends the chain: the connection manager or the TCP proxy; sni_cluster names the TCP proxy's cluster. */
export function terminalFilter(chain: FilterChain): NetworkFilter | undefined {
  const byName = chain.filters.find((filter) => filter.kind === 'sni-cluster');
  return byName ?? chain.filters.findLast((filter) => filter.kind !== 'other' && filter.kind !== 'rbac');
}

function clustersOf(
  path: OutboundPath,
  cluster: string | undefined,
  weighted: readonly WeightedCluster[],
): OutboundResult {
  if (cluster !== undefined && cluster !== '') return { path, clusters: [{ name: cluster, weight: 100 }] };
  if (weighted.length === 0) return { path, stop: { kind: 'no-filter' } };
  const total = weighted.reduce((sum, entry) => sum + entry.weight, 0);
  const alive = weighted.filter((entry) => entry.weight > 0);
  return {
    path,
    clusters: alive.map(({ name, weight }) => ({ name, weight: Math.round((100 * weight) / total) })),
  };
}

function throughRoutes(
  client: Proxy,
  question: EdgeQuestion,
  path: OutboundPath,
  filter: NetworkFilter & { readonly kind: 'http' },
): OutboundResult {
  const routeConfiguration = routeConfigurationOf(client, filter.http);
  if (routeConfiguration === undefined) {
    const name = filter.http.routeConfigName ?? '';
    if (client.seen.routes) return { path, stop: { kind: 'no-route' } };
    return byServiceName(client, path, {
      what: `the route configuration ${name} of ${client.name}`,
      decides: 'it says which cluster a request to this host goes to',
      command: `istioctl proxy-config route ${podArgument(client)} -o json`,
    });
  }
  const withRoutes: OutboundPath = { ...path, routeConfiguration };
  const virtualHost = selectVirtualHost(
    routeConfiguration,
    routedHost(question.authority, path.destination.port, filter.http),
  );
  if (virtualHost === undefined) return { path: withRoutes, stop: { kind: 'no-route' } };
  // `require_tls`: what came without TLS is sent to the https address.
  if (virtualHost.requireTls === 'ALL' && path.chain?.transportSocket === undefined)
    return { path: { ...withRoutes, virtualHost }, stop: { kind: 'answers-itself', status: 301 } };
  const { route } = selectRoute(virtualHost);
  if (route === undefined) return { path: { ...withRoutes, virtualHost }, stop: { kind: 'no-route' } };
  const routed: OutboundPath = { ...withRoutes, virtualHost, route };
  switch (route.action.kind) {
    case 'cluster':
      return clustersOf(routed, route.action.cluster, []);
    case 'weighted':
      return clustersOf(routed, undefined, route.action.clusters);
    case 'redirect':
      return { path: routed, stop: { kind: 'answers-itself', status: 301 } };
    case 'direct-response':
      return { path: routed, stop: { kind: 'answers-itself', status: route.action.status } };
    case 'cluster-header':
    case 'other':
      return {
        path: routed,
        stop: {
          kind: 'unknown',
          missing: {
            what: `where the route ${routeConfiguration.name} ${virtualHost.name} leads: its action is chosen at run time`,
            decides: 'the route names the cluster',
            command: `istioctl proxy-config route ${podArgument(client)} -o json`,
          },
        },
      };
  }
}

/**
 * Without routes or listeners, the cluster that istiod names after the dialled service stands in for them
 * (`outbound|PORT||HOST`); where there is none, or what it sends depends on them, the answer is missing.
 */
export function byServiceName(client: Proxy, path: OutboundPath, missing: Missing): OutboundResult {
  const { host, port } = path.destination;
  const cluster = indexOf(client).cluster(`outbound|${port}||${host}`);
  // Without the filter nobody knows whether the router is there, which alone heeds auto_sni and auto_san_validation.
  const asksForHost = path.filter === undefined && (cluster?.autoSni === true || cluster?.autoSanValidation === true);
  if (cluster === undefined || asksForHost || subsetsSendOtherwise(client, cluster, host, port)) {
    return { path, stop: { kind: 'unknown', missing } };
  }
  return { path: { ...path, assumed: missing }, clusters: [{ name: cluster.name, weight: 100 }] };
}
