/** All proxies of an inspection, indexed for walking edges. */
import type { Proxy } from '../envoy/model.ts';
import type { PolicyIndex } from '../policy/policy-index.ts';
import { serviceDirectory, type ServiceDirectory } from './service-directory.ts';

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
  /** The ztunnel that carries a workload over HBONE: a proxy in front of it that is no Envoy. */
  ztunnelAt(ip: string): Proxy | undefined;
}

/** Indexes proxies by name and by address; where two claim one address the first by name keeps it. */
export function meshOf(proxies: readonly Proxy[], at: Date, policies?: PolicyIndex): Mesh {
  const sorted = [...proxies].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const byName = new Map(sorted.map((proxy) => [proxy.name, proxy]));
  const byIp = new Map<string, Proxy>();
  for (const proxy of sorted) {
    for (const ip of proxy.node.ips) if (!byIp.has(ip)) byIp.set(ip, proxy);
  }
  const byCarried = new Map<string, Proxy>();
  for (const proxy of sorted) {
    for (const { protocol, ips } of proxy.ztunnel?.workloads ?? [])
      if (protocol === 'HBONE') for (const ip of ips) if (!byCarried.has(ip)) byCarried.set(ip, proxy);
  }
  let directory: ServiceDirectory | undefined;
  let isWhole: boolean | undefined;
  return {
    proxies: sorted,
    // What only lists facts asks for no service.
    get directory() {
      directory ??= serviceDirectory(sorted);
      return directory;
    },
    get isWhole() {
      isWhole ??= isComplete(this.directory, (ip) => byIp.has(ip) || byCarried.has(ip));
      return isWhole;
    },
    at,
    ...(policies !== undefined && { policies }),
    proxyNamed: (name) => byName.get(name),
    proxyAt: (ip) => byIp.get(ip),
    ztunnelAt: (ip) => byCarried.get(ip),
  };
}

/** A dump of a client alone says nothing of what else there is: at least two of its endpoints have to have theirs. */
function isComplete(directory: ServiceDirectory, hasDump: (ip: string) => boolean): boolean {
  const proxied = directory.marked('proxied');
  const listed = [...proxied, ...directory.marked('hidden'), ...directory.marked('bare')];
  return proxied.every(hasDump) && listed.filter(hasDump).length > 1;
}
