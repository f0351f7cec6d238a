/** ServiceEntries translated to clusters, virtual hosts and listeners of the clients that may see them. */
import type {
  Cluster,
  EndpointGroup,
  FilterChain,
  Listener,
  Proxy,
  RouteConfiguration,
  VirtualHost,
} from '../envoy/model.ts';
import { compareText, oldestFirst } from '../policy/resource.ts';
import type { ServiceEntry, ServiceEntryPort } from '../policy/service-entry.ts';
import { isExportedTo } from '../policy/visibility.ts';
import { entryEndpoints, outboundProtocol, type EntryService } from './entry-services.ts';
import { httpListener, tcpListener } from './outbound-listeners.ts';
import { knownPorts, portKey, shortNames, withoutServices } from './outbound-services.ts';
import { isImportedBy } from './scope.ts';
import { defaultRoute, portOf, serviceOf } from './sidecar-routes.ts';
import type { Translation } from './translation.ts';

/** The proxy with the services of ServiceEntries that come or change, and without those that go. */
export function withServiceEntries(proxy: Proxy, translation: Translation): Proxy {
  const { gone, fresh } = translation.entries;
  const hosts = new Set([...gone, ...fresh].map(({ host }) => host));
  if (hosts.size === 0) return proxy;
  const old = new Set(
    knownPorts(proxy)
      .filter(({ host }) => hosts.has(host))
      .map(portKey),
  );
  const cleared = withoutServices(proxy, old, new Set());
  for (const { entry, host } of gone.filter((each) => fresh.every((other) => other.host !== each.host))) {
    translation.log.change(proxy, { kind: 'outbound', host }, `it does not know ${host} any more`, [entry]);
  }
  const { settings } = translation.after;
  const visible = fresh.filter(({ entry }) =>
    isExportedTo(entry.exportTo, entry.namespace, proxy.node.namespace, settings.exportTo.service),
  );
  return oneByHost(visible, proxy.node.namespace).reduce(
    (each, service) => withEntry(each, service, translation),
    cleared,
  );
}

/** Of several for one host one counts: a private one of the client's own namespace, else the oldest. */
function oneByHost(services: readonly EntryService[], namespace: string): readonly EntryService[] {
  const isPrivate = ({ entry }: EntryService): boolean => entry.namespace === namespace && entry.exportTo.includes('.');
  const sorted = services.toSorted((a, b) => Number(isPrivate(b)) - Number(isPrivate(a)) || byAge(a.entry, b.entry));
  return sorted.filter((each, at) => sorted.findIndex(({ host }) => host === each.host) === at);
}

/** istiod tells services of one age apart by host and namespace, not by the resource's name. */
function byAge(a: ServiceEntry, b: ServiceEntry): number {
  return a.created === b.created
    ? compareText(a.namespace, b.namespace) || compareText(a.name, b.name)
    : oldestFirst(a, b);
}

function withEntry(proxy: Proxy, service: EntryService, translation: Translation): Proxy {
  const { entry, host } = service;
  return entry.ports.reduce((each, port) => {
    const known = { host, port: port.number, namespace: entry.namespace };
    if (port.protocol.toUpperCase() === 'UDP' || !isImportedBy(translation.after, each, known)) return each;
    translation.log.change(each, { kind: 'outbound', port: port.number, host }, `it knows ${host}:${port.number} now`, [
      entry,
    ]);
    const withCluster = addCluster(each, service, port, translation);
    return each.node.kind === 'router' ? withCluster : addWay(withCluster, service, port, translation);
  }, proxy);
}

function addCluster(proxy: Proxy, service: EntryService, port: ServiceEntryPort, translation: Translation): Proxy {
  const { entry, host } = service;
  const name = `outbound|${port.number}||${host}`;
  const endpoints = entryEndpoints(service, port, translation.workloadsAfter, translation.after);
  const group: EndpointGroup = { clusterName: name, endpoints, metadataKnown: true, place: entry.place, path: '' };
  const byDns = entry.resolution === 'DNS' || entry.resolution === 'DNS_ROUND_ROBIN';
  const cluster: Cluster = {
    name,
    place: entry.place,
    state: 'active',
    // Nobody has dialled a gateway's clusters by address.
    type: entry.resolution === 'NONE' && proxy.node.kind !== 'router' ? 'ORIGINAL_DST' : byDns ? 'STRICT_DNS' : 'EDS',
    edsServiceName: name,
    transportSocketMatches: [],
    ...(byDns ? { loadAssignment: group } : {}),
    aggregate: [],
    upstreamHttp: outboundProtocol(port.protocol) === 'http2' ? 'http2' : 'http1',
    autoSni: false,
    autoSanValidation: false,
    connectTimeout: 10_000,
    istio: { services: [{ host, name: host, namespace: entry.namespace }], external: entry.external },
  };
  const withGroup = cluster.type === 'EDS' ? [...proxy.endpoints, group] : proxy.endpoints;
  return { ...proxy, clusters: [...proxy.clusters, cluster], endpoints: withGroup };
}

/** How the application's connection gets to the cluster: a virtual host for HTTP, a listener of its own for the rest. */
function addWay(proxy: Proxy, service: EntryService, port: ServiceEntryPort, translation: Translation): Proxy {
  const { entry, host } = service;
  const protocol = outboundProtocol(port.protocol);
  if (protocol === 'http' || protocol === 'http2') return addVirtualHost(proxy, service, port, translation);
  const cluster = `outbound|${port.number}||${host}`;
  const [address] = entry.addresses;
  const ip = address === undefined || address.includes('/') ? '0.0.0.0' : address;
  const name = `${ip}_${port.number}`;
  const chain: FilterChain = tcpChain(cluster, protocol === 'tls' && ip === '0.0.0.0' ? [host] : []);
  const existing = proxy.listeners.find((each) => each.name === name);
  if (existing !== undefined) {
    if (chain.match.serverNames.length === 0) return proxy;
    const merged = { ...existing, filterChains: [...existing.filterChains, chain] };
    return { ...proxy, listeners: proxy.listeners.map((each) => (each === existing ? merged : each)) };
  }
  if (protocol === 'auto') {
    const because = `how ${host}:${port.number} is listened on: its protocol is detected`;
    translation.log.unsettled(proxy, { kind: 'outbound', port: port.number, host }, because, entry);
  }
  const fresh = withDefaultOf(tcpListener(name, ip, port.number, chain, entry.place), proxy);
  return { ...proxy, listeners: [...proxy.listeners, fresh] };
}

/** Where server names tell services apart, what has none of them goes the way of the unknown. */
function withDefaultOf(listener: Listener, { listeners }: Proxy): Listener {
  const named = listener.filterChains.some(({ match }) => match.serverNames.length > 0);
  const other = listeners.find((each) => each.direction === 'outbound' && each.defaultFilterChain !== undefined);
  return named && other?.defaultFilterChain !== undefined
    ? { ...listener, defaultFilterChain: other.defaultFilterChain }
    : listener;
}

function tcpChain(cluster: string, serverNames: readonly string[]): FilterChain {
  return {
    name: '',
    match: {
      prefixRanges: [],
      serverNames,
      transportProtocol: '',
      applicationProtocols: [],
      directSourcePrefixRanges: [],
      sourceType: 'ANY',
      sourcePrefixRanges: [],
      sourcePorts: [],
    },
    filters: [{ kind: 'tcp', tcp: { cluster, weightedClusters: [] }, path: '' }],
    path: '',
  };
}

function addVirtualHost(
  proxy: Proxy,
  { entry, host }: EntryService,
  port: ServiceEntryPort,
  translation: Translation,
): Proxy {
  const { number } = port;
  const addresses = entry.addresses.filter((address) => !address.includes('/'));
  const virtualHost: VirtualHost = {
    name: `${host}:${number}`,
    domains: [host, `${host}.`, ...shortNames(host, proxy.node.namespace), ...addresses],
    routes: [defaultRoute(proxy, host, number)],
  };
  const config = proxy.routes.find(({ name }) => name === String(number));
  if (config !== undefined) {
    const merged = { ...config, virtualHosts: [virtualHost, ...config.virtualHosts] };
    return { ...proxy, routes: proxy.routes.map((each) => (each === config ? merged : each)) };
  }
  const listener: Listener | undefined = httpListener(proxy, number, entry.place, translation.proxies);
  if (listener === undefined) {
    translation.log.unsettled(
      proxy,
      { kind: 'outbound', port: number, host },
      `how HTTP is taken on port ${number}: no captured listener shows it`,
      entry,
    );
    return proxy;
  }
  const fresh: RouteConfiguration = {
    name: String(number),
    virtualHosts: [virtualHost, ...catchAll(proxy)],
    ignorePortInHostMatching: true,
    place: entry.place,
    path: '',
  };
  return { ...proxy, routes: [...proxy.routes, fresh], listeners: [...proxy.listeners, listener] };
}

/** The virtual hosts for what no service has, as this proxy's other ports have them. */
function catchAll(proxy: Proxy): readonly VirtualHost[] {
  const config = proxy.routes.find((each) => portOf(each) !== undefined && !each.name.includes(':'));
  if (config === undefined) return [];
  const port = portOf(config) ?? 0;
  return config.virtualHosts.filter((each) => serviceOf(each, port) === undefined);
}
