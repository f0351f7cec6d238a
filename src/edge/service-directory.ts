/**
 * What all proxies together know of services: addresses, ports and the pods behind them.
 * A client that does not know a service (Sidecar scope, exportTo) still dials it; where that leads is
 * known only from the other proxies' dumps.
 */
import type { Cluster, Endpoint, EndpointGroup, Proxy } from '../envoy/model.ts';
import { parseIp } from '../envoy/ip.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { parseClusterName } from '../istio/cluster-name.ts';

/** A service port as some proxy's clusters name it. */
export interface ServicePort {
  readonly host: string;
  readonly port: number;
}

/**
 * `proxied` and `bare`: marked tlsMode=istio (or for HBONE) somewhere, or nowhere although it would be.
 * `hidden`: only clusters whose DestinationRule makes istiod leave the mark out, or that were not read.
 * `unknown`: not listed, or without metadata.
 */
export type EndpointMark = 'proxied' | 'bare' | 'hidden' | 'unknown';

export interface ServiceDirectory {
  /** Service addresses (VIPs) of a host, sorted; empty when no dump tells. */
  addressesOf(host: string): readonly string[];
  /** The host a service address belongs to. */
  hostOf(address: string): string | undefined;
  /** Endpoints of a service port, from any proxy that has them; metadata included where one has it. */
  endpointsOf(host: string, port: number): EndpointGroup | undefined;
  /** What endpoint metadata says of an address. */
  markOf(ip: string): EndpointMark;
  /** The addresses of endpoints with a mark. */
  marked(mark: EndpointMark): readonly string[];
  /** Is the address listed as an endpoint anywhere? */
  isEndpoint(ip: string): boolean;
  /** Hosts with a cluster of their own for a port, sorted. */
  hostsOn(port: number): ReadonlySet<string>;
  /** Every host:port with a cluster of its own in some proxy, sorted. */
  readonly ports: readonly ServicePort[];
}

/** Builds the directory in one pass over the proxies. */
export function serviceDirectory(proxies: readonly Proxy[]): ServiceDirectory {
  const addresses = new Map<string, Set<string>>();
  const hosts = new Map<string, string>();
  const groups = new Map<string, EndpointGroup>();
  const marks = new Map<string, EndpointMark>();
  const ports = new Map<string, ServicePort>();

  const addAddress = (host: string, address: string): void => {
    const set = addresses.get(host) ?? new Set<string>();
    addresses.set(host, set.add(address));
    if (!hosts.has(address)) hosts.set(address, host);
  };

  for (const proxy of proxies) {
    for (const route of proxy.routes) addVirtualHostAddresses(route.virtualHosts, addAddress);
    addListenerAddresses(proxy, addAddress);
    const showing = clustersThatShowMarks(proxy);
    for (const cluster of proxy.clusters) {
      const name = parseClusterName(cluster.name);
      if (name?.direction !== 'outbound') continue;
      ports.set(`${name.host}:${name.port}`, { host: name.host, port: name.port });
      if (cluster.loadAssignment !== undefined) addGroup(groups, marks, showing, cluster.name, cluster.loadAssignment);
    }
    for (const group of proxy.endpoints) addGroup(groups, marks, showing, group.clusterName, group);
  }

  for (const ip of gatewayAddresses(ports, groups)) if (marks.get(ip) === 'bare') marks.set(ip, 'unknown');
  const sorted = [...ports.values()].toSorted((a, b) => compare(a.host, b.host) || a.port - b.port);
  const byPort = new Map<number, Set<string>>();
  for (const { host, port } of sorted) byPort.set(port, (byPort.get(port) ?? new Set()).add(host));
  const none: ReadonlySet<string> = new Set();
  return {
    hostsOn: (port) => byPort.get(port) ?? none,
    addressesOf: (host) => [...(addresses.get(host) ?? [])].toSorted(),
    hostOf: (address) => hosts.get(address),
    endpointsOf: (host, port) => groups.get(`${host}:${port}`),
    markOf: (ip) => marks.get(ip) ?? 'unknown',
    marked: (mark) => [...marks].filter(([, each]) => each === mark).map(([ip]) => ip),
    isEndpoint: (ip) => marks.has(ip),
    ports: sorted,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Istio writes a service's address among its virtual host's domains; the virtual host is named `HOST:PORT`. */
function addVirtualHostAddresses(
  virtualHosts: Proxy['routes'][number]['virtualHosts'],
  add: (host: string, address: string) => void,
): void {
  for (const virtualHost of virtualHosts) {
    const host = /^(.+):\d+$/u.exec(virtualHost.name)?.[1];
    if (host === undefined || host.startsWith('inbound|')) continue;
    for (const domain of virtualHost.domains) {
      const address = domain.replace(/^\[(.*)\](?::\d+)?$/u, '$1').replace(/^([\d.]+):\d+$/u, '$1');
      if (parseIp(address) !== undefined) add(host, address);
    }
  }
}

/** A listener on a service's own address leads to that service's cluster (TCP and auto-detected ports). */
function addListenerAddresses(proxy: Proxy, add: (host: string, address: string) => void): void {
  for (const listener of proxy.listeners) {
    if (listener.direction === 'inbound') continue;
    const own = listener.addresses.filter((address) => address.kind === 'ip' && !isUnspecified(address.ip));
    if (own.length === 0) continue;
    for (const chain of listener.filterChains) {
      for (const filter of chain.filters) {
        if (filter.kind !== 'tcp') continue;
        const clusters = [filter.tcp.cluster, ...filter.tcp.weightedClusters.map((weighted) => weighted.name)];
        for (const cluster of clusters) {
          const name = cluster === undefined ? undefined : parseClusterName(cluster);
          if (name?.direction !== 'outbound') continue;
          // A headless service: the address is a pod's.
          if (cluster !== undefined && indexOf(proxy).cluster(cluster)?.type === 'ORIGINAL_DST') continue;
          for (const address of own) if (address.kind === 'ip') add(name.host, address.ip);
        }
      }
    }
  }
}

function isUnspecified(ip: string): boolean {
  return ip === '0.0.0.0' || ip === '::';
}

/**
 * istiod leaves the mark out where a DestinationRule sets another TLS mode (pilot `mtls_checker.go`), so an unmarked
 * endpoint of such a host may well have a proxy, whatever another port's settings say, and so may one of a cluster
 * that was not read. A version that still waits counts too.
 */
function clustersThatShowMarks(proxy: Proxy): ReadonlySet<string> {
  const hiding = new Set(proxy.clusters.filter(hides).map(({ name }) => hostOf(name)));
  return new Set(proxy.clusters.map(({ name }) => name).filter((name) => !hiding.has(hostOf(name))));
}

function hides({ istio, transportSocketMatches }: Cluster): boolean {
  return istio.config !== undefined && transportSocketMatches.length === 0;
}

function hostOf(clusterName: string): string {
  const name = parseClusterName(clusterName);
  return name?.direction === 'outbound' ? name.host : clusterName;
}

function addGroup(
  groups: Map<string, EndpointGroup>,
  marks: Map<string, EndpointMark>,
  showing: ReadonlySet<string>,
  clusterName: string,
  group: EndpointGroup,
): void {
  const name = parseClusterName(clusterName);
  if (name?.direction !== 'outbound') return;
  const unmarked = isKubernetesApi(name.host) || showing.has(clusterName) ? 'bare' : 'hidden';
  for (const endpoint of group.endpoints) addMark(marks, endpoint, group.metadataKnown ? unmarked : 'unknown');
  if (name.subset !== '') return;
  const key = `${name.host}:${name.port}`;
  const known = groups.get(key);
  const better = known === undefined || (!known.metadataKnown && group.metadataKnown);
  if (better || (known.endpoints.length === 0 && group.endpoints.length > 0)) groups.set(key, group);
}

/** The API server stands outside of every mesh: no sidecar is injected there. */
function isKubernetesApi(host: string): boolean {
  return host.startsWith('kubernetes.default.svc');
}

/** What a gateway's Service exposes besides its own ports: the proxy's readiness, and SNI-routed traffic of other networks. */
const gatewayPorts: readonly number[] = [15_021, 15_443];

/** Gateways are proxies without the mark: their template has no label for it (gateway-injection-template.yaml). */
function gatewayAddresses(
  ports: ReadonlyMap<string, ServicePort>,
  groups: ReadonlyMap<string, EndpointGroup>,
): readonly string[] {
  const hosts = new Set([...ports.values()].filter(({ port }) => gatewayPorts.includes(port)).map(({ host }) => host));
  return [...ports]
    .filter(([, { host }]) => hosts.has(host))
    .flatMap(([key]) => groups.get(key)?.endpoints ?? [])
    .flatMap(({ address }) => (address.kind === 'ip' ? [address.ip] : []));
}

/** From the least to the most telling. */
const telling: readonly EndpointMark[] = ['unknown', 'hidden', 'bare', 'proxied'];

/** A mark seen once counts, whoever else does not see it. */
function addMark(marks: Map<string, EndpointMark>, endpoint: Endpoint, unmarked: EndpointMark): void {
  const ip = endpoint.address.kind === 'ip' ? endpoint.address.ip : endpoint.originalDst?.ip;
  if (ip === undefined) return;
  const metadata = endpoint.socketMatchMetadata;
  const mark = metadata?.['tlsMode'] === 'istio' || metadata?.['tunnel'] !== undefined ? 'proxied' : unmarked;
  const before = marks.get(ip) ?? 'unknown';
  marks.set(ip, telling.indexOf(mark) > telling.indexOf(before) ? mark : before);
}
