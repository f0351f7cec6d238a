/**
 * Who listens where, for proxies whose node names no address (an Envoy without Istio): a listener on an address of its
 * own tells it, one on all addresses only that it may be anywhere.
 */
import { canonicalIp, isLoopback, isWildcard, parseIp, type Ip } from '../envoy/ip.ts';
import { listenerAddresses } from '../envoy/listen/listener-addresses.ts';
import type { Proxy } from '../envoy/model.ts';

export interface Sockets {
  /** Proxies with a socket on exactly this address. */
  bound(ip: string, port: number): readonly Proxy[];
  /** Proxies without a known address that listen on this port of all addresses. */
  anywhere(port: number): readonly Proxy[];
}

/** Indexes sockets; loopback addresses are the same host's only where nobody says that it is a pod of its own. */
export function socketsOf(proxies: readonly Proxy[]): Sockets {
  const bound = new Map<string, Proxy[]>();
  const anywhere = new Map<number, Proxy[]>();
  for (const proxy of proxies) {
    const isNowhere = proxy.node.ips.length === 0;
    for (const listener of new Set(listenerAddresses(proxy).bound.values())) {
      for (const address of listener.addresses) {
        const ip = address.kind === 'ip' ? parseIp(address.ip) : undefined;
        if (address.kind !== 'ip' || ip === undefined) continue;
        if (isWildcard(ip)) {
          if (isNowhere) add(anywhere, address.port, proxy);
        } else if (isNowhere || !staysOnHost(ip)) add(bound, keyOf(address.ip, address.port), proxy);
      }
    }
  }
  return {
    bound: (ip, port) => bound.get(keyOf(ip, port)) ?? [],
    anywhere: (port) => anywhere.get(port) ?? [],
  };
}

/** The kernel's loopback range, which is wider than what Envoy calls loopback. */
export function staysOnHost(ip: Ip): boolean {
  return isLoopback(ip) || (ip.version === 4 && ip.bits >>> 24 === 127);
}

function add<K>(map: Map<K, Proxy[]>, key: K, proxy: Proxy): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [proxy]);
  else if (!known.includes(proxy)) known.push(proxy);
}

function keyOf(ip: string, port: number): string {
  return `${canonicalIp(ip)} ${port}`;
}
