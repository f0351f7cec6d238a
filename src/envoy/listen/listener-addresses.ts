/**
 * A proxy's TCP listeners by address, as Envoy looks them up.
 * Source: envoy `ConnectionHandlerImpl::{addListener,getBalancedHandlerByAddress}`.
 */
import type { Listener, Proxy } from '../model.ts';
import { canonicalIp, isWildcard, parseIp } from '../ip.ts';

export interface ListenerAddresses {
  /** Listeners with a socket of their own. */
  readonly bound: ByAddress;
  /** These and those that only get connections handed over (`bind_to_port: false`). */
  readonly all: ByAddress;
  readonly internal: ReadonlyMap<string, Listener>;
  /** Bound listeners on all addresses that restore the original destination: where iptables may redirect to. */
  readonly redirectTargets: readonly Listener[];
}

export type ByAddress = ReadonlyMap<string, Listener>;

const cache = new WeakMap<Proxy, ListenerAddresses>();

/** The listeners that take connections now: not those that wait, drain, or were refused. */
export function listenerAddresses(proxy: Proxy): ListenerAddresses {
  let found = cache.get(proxy);
  if (found === undefined) {
    const live = proxy.listeners.filter(({ state, udp }) => (state === 'active' || state === 'static') && !udp);
    const external = live.filter(({ internal }) => !internal);
    const bound = external.filter(({ bindToPort }) => bindToPort);
    found = {
      bound: byAddress(bound),
      all: byAddress(external),
      internal: new Map(live.filter(({ internal }) => internal).map((listener) => [listener.name, listener])),
      redirectTargets: bound.filter(isRedirectTarget),
    };
    cache.set(proxy, found);
  }
  return found;
}

function byAddress(listeners: readonly Listener[]): ByAddress {
  const found = new Map<string, Listener>();
  const compatible = new Map<string, Listener>();
  for (const listener of listeners) {
    for (const address of listener.addresses) {
      if (address.kind !== 'ip') continue;
      const key = keyOf(address.ip, address.port);
      if (!found.has(key)) found.set(key, listener);
      if (address.ipv4Compat === true) compatible.set(keyOf('0.0.0.0', address.port), listener);
    }
  }
  // A `::` socket that takes IPv4 as well gives way to one of 0.0.0.0.
  for (const [key, listener] of compatible) if (!found.has(key)) found.set(key, listener);
  return found;
}

/** The listener of exactly this address, else the one on all addresses of its family with this port. */
export function listenerAt(listeners: ByAddress, ip: string, port: number): Listener | undefined {
  const wildcard = ip.includes(':') ? '::' : '0.0.0.0';
  return listeners.get(keyOf(ip, port)) ?? listeners.get(keyOf(wildcard, port));
}

function keyOf(ip: string, port: number): string {
  return `${canonicalIp(ip)} ${port}`;
}

/** Whether connections that were redirected get their original destination back here. */
function restoresDestination(listener: Listener): boolean {
  return listener.useOriginalDst || listener.listenerFilters.some(({ kind }) => kind === 'original_dst');
}

/** Where iptables may redirect to: bound on all addresses, and told the original destination. */
export function isRedirectTarget(listener: Listener): boolean {
  return listener.bindToPort && restoresDestination(listener) && onAnyAddress(listener);
}

function onAnyAddress(listener: Listener): boolean {
  return listener.addresses.some((address) => {
    const ip = address.kind === 'ip' ? parseIp(address.ip) : undefined;
    return ip !== undefined && isWildcard(ip);
  });
}
