/**
 * Which listener of a proxy takes a connection: its own socket, the one that iptables redirects to, or one that gets
 * it handed over. Nothing is concluded from names. Source: envoy `connection_handler_impl.cc`, `active_tcp_socket.cc`
 * (newConnection), `Listener.{use_original_dst,bind_to_port,traffic_direction}`.
 */
import type { Listener, Proxy } from '../model.ts';
import { isLoopback, parseIp, sameIp } from '../ip.ts';
import { isRedirectTarget, listenerAddresses, listenerAt, type ListenerAddresses } from './listener-addresses.ts';

/** An address and port that is dialled. */
export interface SocketAddress {
  readonly ip: string;
  readonly port: number;
}

export type ListenerChoice =
  | {
      readonly kind: 'listener';
      readonly listener: Listener;
      /** Its own socket was dialled; iptables redirected to it; another listener handed the connection over. */
      readonly how: 'bound' | 'redirected' | 'handed-over';
      /** The listener that handed it over (`use_original_dst`): its listener filters ran first. */
      readonly handedOverBy?: Listener;
    }
  /** The connection is not redirected: what listens there itself answers, and the proxy does not see it. */
  | { readonly kind: 'no-proxy' }
  /** Nothing listens: the connection is refused. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly needs: string };

/**
 * The listener that takes a connection to an address of the proxy's own pod or host.
 * `uncapturedPorts` are left alone by the redirection (Istio's agent, probes and metrics); no dump says which.
 */
export function acceptingListener(
  proxy: Proxy,
  dialled: SocketAddress,
  uncapturedPorts: ReadonlySet<number>,
): ListenerChoice {
  const addresses = listenerAddresses(proxy);
  const target = redirectTarget(addresses, dialled.ip, 'inbound');
  const bound = listenerAt(addresses.bound, dialled.ip, dialled.port);
  // What comes in never gets to the socket for what goes out.
  const shadowed =
    target !== undefined && bound !== target && bound === redirectTarget(addresses, dialled.ip, 'outbound');
  if (bound !== undefined && !shadowed) return { kind: 'listener', listener: bound, how: 'bound' };
  if (!proxy.seen.listeners) return { kind: 'unknown', needs: `the listeners of ${proxy.name}` };
  if (uncapturedPorts.has(dialled.port))
    return besideItsProxy(proxy, addresses) ? { kind: 'no-proxy' } : { kind: 'none' };
  if (target !== undefined) return redirected(addresses, target, dialled);
  if (isSelection(proxy, 'inbound')) {
    const other = listenerAt(addresses.all, dialled.ip, dialled.port);
    return other !== undefined && !other.bindToPort && isAtAddress(other, dialled.ip)
      ? handedOver(other)
      : withoutCapture(proxy, 'inbound');
  }
  const waits = capturing(proxy, 'inbound').some(({ state }) => state === 'warming');
  return besideItsProxy(proxy, addresses) && !waits ? { kind: 'no-proxy' } : { kind: 'none' };
}

/** The listener that takes what an application beside this proxy dials. */
export function outboundListener(proxy: Proxy, dialled: SocketAddress): ListenerChoice {
  const addresses = listenerAddresses(proxy);
  const ip = parseIp(dialled.ip);
  const bound = listenerAt(addresses.bound, dialled.ip, dialled.port);
  const isOwn = ip !== undefined && (isLoopback(ip) || (bound !== undefined && isAtAddress(bound, dialled.ip)));
  const exact = isOwn ? bound : undefined;
  if (exact !== undefined) return { kind: 'listener', listener: exact, how: 'bound' };
  if (!proxy.seen.listeners && proxy.listeners.length === 0) {
    return { kind: 'unknown', needs: `the listeners of ${proxy.name}` };
  }
  // The redirection leaves alone what stays in the pod.
  if (ip !== undefined && isLoopback(ip)) return { kind: 'no-proxy' };
  const target = redirectTarget(addresses, dialled.ip, 'outbound');
  if (target !== undefined) return redirected(addresses, target, dialled);
  if (!isSelection(proxy, 'outbound')) return { kind: 'no-proxy' };
  const other = listenerAt(addresses.all, dialled.ip, dialled.port);
  const takes = other !== undefined && !other.bindToPort && other.direction !== 'inbound';
  return takes ? handedOver(other) : withoutCapture(proxy, 'outbound');
}

/** The `internal_listener` of that name in the same process. */
export function internalListener(proxy: Proxy, name: string): Listener | undefined {
  return listenerAddresses(proxy).internal.get(name);
}

/** With `use_original_dst` the connection goes on to the listener of its address, once; where there is none it stays. */
function redirected(addresses: ListenerAddresses, target: Listener, { ip, port }: SocketAddress): ListenerChoice {
  const other = target.useOriginalDst ? listenerAt(addresses.all, ip, port) : undefined;
  if (other === undefined || other === target) return { kind: 'listener', listener: target, how: 'redirected' };
  return { kind: 'listener', listener: other, how: 'handed-over', handedOverBy: target };
}

/**
 * Where iptables sends connections of a direction. `traffic_direction` says it; without it (Istio ≤ 1.4) the one that
 * hands over takes what goes out, and comes in as well when there is no other.
 */
function redirectTarget(
  addresses: ListenerAddresses,
  ip: string,
  direction: 'inbound' | 'outbound',
): Listener | undefined {
  const targets = addresses.redirectTargets.filter((listener) => hasFamily(listener, ip));
  const undirected = targets.filter((listener) => listener.direction === 'unspecified');
  const preferred = undirected.find(({ useOriginalDst }) => useOriginalDst === (direction === 'outbound'));
  const either = direction === 'inbound' ? undirected[0] : undefined;
  return targets.find((listener) => listener.direction === direction) ?? preferred ?? either;
}

/**
 * Whether the listeners that were read may be only some (`istioctl proxy-config listener --port …`): what iptables
 * redirects to is among all those of a sidecar, in whatever state; of a gateway only its whole dump can tell.
 */
function isSelection(proxy: Proxy, direction: 'inbound' | 'outbound'): boolean {
  const { node, seen } = proxy;
  if (node.interceptionMode === 'NONE' || (node.kind !== 'sidecar' && seen.bootstrap)) return false;
  return capturing(proxy, direction).length === 0;
}

/** What iptables redirects to, serving or not. Istio ≤ 1.4 writes no `traffic_direction`. */
function capturing({ listeners }: Proxy, direction: 'inbound' | 'outbound'): readonly Listener[] {
  const directed = listeners.some((listener) => listener.direction !== 'unspecified');
  return listeners.filter(
    (listener) => isRedirectTarget(listener) && listener.direction === (directed ? direction : 'unspecified'),
  );
}

/** A listener with `bind_to_port: false` has connections from one that hands over only, seen or not. */
function handedOver(listener: Listener): ListenerChoice {
  return { kind: 'listener', listener, how: 'handed-over' };
}

function withoutCapture({ name, node }: Proxy, direction: 'inbound' | 'outbound'): ListenerChoice {
  if (node.kind === 'router') return { kind: 'unknown', needs: `the listener of ${name} for this port` };
  const what = direction === 'inbound' ? 'comes into the pod (virtualInbound)' : 'leaves the pod (virtualOutbound)';
  return { kind: 'unknown', needs: `the listener of ${name} that takes what ${what}` };
}

function isAtAddress({ addresses }: Listener, ip: string): boolean {
  return addresses.some((address) => address.kind === 'ip' && sameIp(address.ip, ip));
}

function hasFamily(listener: Listener, ip: string): boolean {
  const ipv6 = ip.includes(':');
  return listener.addresses.some(
    (address) => address.kind === 'ip' && (address.ip.includes(':') === ipv6 || address.ipv4Compat === true),
  );
}

/** A sidecar has an application beside it that may answer by itself; a gateway has none. */
function besideItsProxy(proxy: Proxy, addresses: ListenerAddresses): boolean {
  return proxy.node.kind === 'sidecar' || (proxy.node.kind === 'unknown' && addresses.redirectTargets.length > 0);
}
