/** All proxies of an inspection, indexed for walking edges. */
import type { Proxy } from '../envoy/model.ts';
import { isGateway } from '../istio/server-listener.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { openAddresses, settled, type OpenAddresses } from './addresses.ts';
import { serviceDirectory, type ServiceDirectory } from './service-directory.ts';
import { socketsOf, type Sockets } from './sockets.ts';

export interface Mesh {
  /** Sorted by name. */
  readonly proxies: readonly Proxy[];
  readonly directory: ServiceDirectory;
  /** Certificates are judged at this time. */
  readonly at: Date;
  /** Istio's resources, where some were among the sources. The walk never looks at them: proxies are the truth. */
  readonly policies?: PolicyIndex;
  /** Whether every endpoint that is known to have a proxy has its dump here, so that what has none has no proxy. */
  readonly isWhole: boolean;
  proxyNamed(name: string): Proxy | undefined;
  proxyAt(ip: string): Proxy | undefined;
  /** Proxies that may have this address, where no bootstrap says which address is theirs; sorted by name. */
  maybeAt(ip: string): readonly Proxy[];
  /** Who listens where, whatever nodes say of addresses. */
  readonly sockets: Sockets;
  /** The ztunnel that carries a workload over HBONE: a proxy in front of it that is no Envoy. */
  ztunnelAt(ip: string): Proxy | undefined;
}

/** Indexes proxies by name and by address; where two claim one address the first by name keeps it. */
export function meshOf(proxies: readonly Proxy[], at: Date, policies?: PolicyIndex): Mesh {
  const sorted = [...proxies].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const byCarried = new Map<string, Proxy>();
  for (const proxy of sorted) {
    for (const { protocol, ips } of proxy.ztunnel?.workloads ?? [])
      if (protocol === 'HBONE') for (const ip of ips) if (!byCarried.has(ip)) byCarried.set(ip, proxy);
  }
  let directory: ServiceDirectory | undefined;
  let isWhole: boolean | undefined;
  let found: Addressed | undefined;
  let sockets: Sockets | undefined;
  const services = (): ServiceDirectory => (directory ??= serviceDirectory(sorted));
  const addressedProxies = (): Addressed => (found ??= addressed(sorted, services));
  return {
    get proxies() {
      return addressedProxies().proxies;
    },
    // What only lists facts asks for no service.
    get directory() {
      return services();
    },
    get isWhole() {
      isWhole ??= isComplete(services(), addressedProxies(), (ip) => byCarried.has(ip));
      return isWhole;
    },
    get sockets() {
      sockets ??= socketsOf(addressedProxies().proxies);
      return sockets;
    },
    at,
    ...(policies !== undefined && { policies }),
    proxyNamed: (name) => addressedProxies().byName.get(name),
    proxyAt: (ip) => addressedProxies().byIp.get(ip),
    maybeAt: (ip) => [...addressedProxies().open].flatMap(([proxy, ips]) => (ips.has(ip) ? [proxy] : [])),
    ztunnelAt: (ip) => byCarried.get(ip),
  };
}

/** The proxies once each has the address that can be told. */
interface Addressed {
  readonly proxies: readonly Proxy[];
  readonly byName: ReadonlyMap<string, Proxy>;
  readonly byIp: ReadonlyMap<string, Proxy>;
  readonly open: OpenAddresses;
}

function addressed(sorted: readonly Proxy[], services: () => ServiceDirectory): Addressed {
  const byIp = new Map<string, Proxy>();
  for (const proxy of sorted) {
    for (const ip of proxy.node.ips) if (!byIp.has(ip)) byIp.set(ip, proxy);
  }
  const open = openAddresses(sorted, services, (ip) => byIp.has(ip));
  const told = new Map([...settled(open)].map(([ip, proxy]) => [proxy, ip]));
  const proxies = sorted.map((proxy) => {
    const ip = told.get(proxy);
    if (ip === undefined) return proxy;
    const kind = isGateway(proxy) ? 'router' : proxy.node.kind;
    const named: Proxy = { ...proxy, node: { ...proxy.node, kind, ips: [ip], addressFrom: 'endpoints' } };
    byIp.set(ip, named);
    return named;
  });
  return { proxies, byName: new Map(proxies.map((proxy) => [proxy.name, proxy])), byIp, open: withoutTold(open, told) };
}

function withoutTold(open: OpenAddresses, told: ReadonlyMap<Proxy, string>): OpenAddresses {
  return new Map([...open].filter(([proxy]) => !told.has(proxy)));
}

/**
 * A dump of a client alone says nothing of what else there is: at least two of its endpoints have to have theirs. A dump
 * whose address is open may be that of any.
 */
function isComplete(
  directory: ServiceDirectory,
  { byIp, open }: Addressed,
  isCarried: (ip: string) => boolean,
): boolean {
  if (open.size > 0) return false;
  const hasDump = (ip: string): boolean => byIp.has(ip) || isCarried(ip);
  const told = new Set<string>();
  for (const ip of directory.listed()) {
    if (hasDump(ip)) {
      if (directory.markOf(ip) !== 'unknown') told.add(ip);
    } else if (directory.markOf(ip) === 'proxied') return false;
  }
  return told.size > 1;
}
