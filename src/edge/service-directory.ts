/**
 * What all proxies together know of services: addresses, ports and the pods behind them.
 * A client that does not know a service (Sidecar scope, exportTo) still dials it; where that leads is
 * known only from the other proxies' dumps.
 */
import { isLazy } from '../input/shelf/lazy-list.ts';
import type { EndpointGroup, Proxy } from '../envoy/model.ts';
import { directoryInMemory } from './directory-in-memory.ts';
import { directoryOnShelf } from './directory-on-shelf.ts';
import { strongerMark, type DirectoryPart, type EndpointMark, type ServicePort } from './directory-part.ts';

export interface ServiceDirectory {
  /** Service addresses (VIPs) of a host, sorted; empty when no dump tells. */
  addressesOf(host: string): readonly string[];
  /** The host a service address belongs to. */
  hostOf(address: string): string | undefined;
  /** Endpoints of a service port, from any proxy that has them; metadata included where one has it. */
  endpointsOf(host: string, port: number): EndpointGroup | undefined;
  /** What endpoint metadata says of an address. */
  markOf(ip: string): EndpointMark;
  /** The addresses of all endpoints. */
  listed(): Iterable<string>;
  /** Is the address listed as an endpoint anywhere? */
  isEndpoint(ip: string): boolean;
  /** The ports of a host with a cluster of their own in some proxy, sorted; none for a host that nobody knows. */
  portsOf(host: string): readonly number[];
  /** Hosts with a cluster of their own for a port, sorted. */
  hostsOn(port: number): ReadonlySet<string>;
  /** Every host:port with a cluster of its own in some proxy, sorted. */
  readonly ports: readonly ServicePort[];
  /** Every service port that may list an address among its endpoints; undefined where that is not known for one. */
  listing(ip: string): readonly ServicePort[] | undefined;
}

/** The directory of these proxies. */
export function serviceDirectory(proxies: readonly Proxy[]): ServiceDirectory {
  const parts = partsOf(proxies);
  const isOnShelf = proxies.some(({ clusters, endpoints }) => isLazy(clusters) || isLazy(endpoints));
  const markOf = (ip: string): EndpointMark | undefined => {
    const mark = parts.map((part) => part.markOf(ip)).reduce(strongerMark, undefined);
    return mark === 'bare' && isOfGateway(ip) ? 'unknown' : mark;
  };
  const listing = (ip: string): readonly ServicePort[] => sorted(parts.flatMap((part) => part.listing(ip)));
  const portsOf = (host: string): readonly number[] => {
    const found = parts.flatMap((part) => part.portsOf(host));
    return found.length < 2 ? found : [...new Set(found)].toSorted((one, other) => one - other);
  };
  const endpointsOf = (host: string, port: number): EndpointGroup | undefined =>
    parts.reduce<EndpointGroup | undefined>((known, part) => part.betterEndpoints(host, port, known), undefined);
  /** Gateways are proxies without the mark: their template has no label for it (gateway-injection-template.yaml). */
  const isOfGateway = (ip: string): boolean =>
    listing(ip).some(
      ({ host, port }) =>
        portsOf(host).some((each) => gatewayPorts.includes(each)) &&
        endpointsOf(host, port)?.endpoints.some(({ address }) => address.kind === 'ip' && address.ip === ip),
    );
  let ports: readonly ServicePort[] | undefined;
  let byPort: ReadonlyMap<number, ReadonlySet<string>> | undefined;
  return {
    addressesOf: (host) => [...new Set(parts.flatMap((part) => part.addressesOf(host)))].toSorted(),
    hostOf: (address) => firstOf(parts, (part) => part.hostOf(address)),
    endpointsOf,
    markOf: (ip) => markOf(ip) ?? 'unknown',
    listed: function* () {
      for (const part of parts) yield* part.listed();
    },
    isEndpoint: (ip) => markOf(ip) !== undefined,
    portsOf,
    hostsOn(port) {
      byPort ??= hostsByPort(this.ports);
      return byPort.get(port) ?? none;
    },
    get ports() {
      ports ??= sorted(parts.flatMap((part) => [...part.ports()]));
      return ports;
    },
    listing: (ip) => (isOnShelf ? listing(ip) : undefined),
  };
}

/** What a gateway's Service exposes besides its own ports: the proxy's readiness, and SNI-routed traffic of other networks. */
const gatewayPorts: readonly number[] = [15_021, 15_443];

const none: ReadonlySet<string> = new Set();

/** Proxies that follow one another are put together, those whose dump is on a shelf apart. */
function partsOf(proxies: readonly Proxy[]): readonly DirectoryPart[] {
  const parts: DirectoryPart[] = [];
  let others: Proxy[] = [];
  const flush = (): void => {
    if (others.length > 0) parts.push(directoryInMemory(others));
    others = [];
  };
  for (const proxy of proxies) {
    if (isLazy(proxy.clusters) || isLazy(proxy.endpoints)) {
      flush();
      parts.push(directoryOnShelf(proxy));
    } else others.push(proxy);
  }
  flush();
  return parts;
}

function firstOf<Part, T>(parts: readonly Part[], ask: (part: Part) => T | undefined): T | undefined {
  for (const part of parts) {
    const answer = ask(part);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Each once, by host and port. */
function sorted(ports: readonly ServicePort[]): readonly ServicePort[] {
  const distinct = new Map(ports.map((each) => [`${each.host}:${each.port}`, each]));
  return [...distinct.values()].toSorted((a, b) => compare(a.host, b.host) || a.port - b.port);
}

function hostsByPort(ports: readonly ServicePort[]): ReadonlyMap<number, ReadonlySet<string>> {
  const byPort = new Map<number, Set<string>>();
  for (const { host, port } of ports) byPort.set(port, (byPort.get(port) ?? new Set()).add(host));
  return byPort;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
