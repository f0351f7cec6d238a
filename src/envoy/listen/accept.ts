/**
 * What a proxy does with a connection until a filter chain has it: listener, listener filters, hand-over, chain.
 * Source: envoy `source/common/listener_manager/active_tcp_socket.cc` (newConnection).
 */
import type { ChainSelection, Detected, Detection, IncomingConnection } from '../connection.ts';
import type { Listener, Proxy } from '../model.ts';
import { acceptingListener, type ListenerChoice } from './accepting-listener.ts';
import { selectFilterChain } from './filter-chain-selection.ts';
import { sameIp } from '../ip.ts';
import { listenerAddresses, listenerAt } from './listener-addresses.ts';
import { detect } from './listener-filters.ts';

/** How far a connection gets. */
export type Accepted =
  | Exclude<ListenerChoice, { kind: 'listener' }>
  | (Taken & { readonly kind: 'stopped'; readonly detection: Exclude<Detection, Detected> })
  | (Taken & { readonly kind: 'selected'; readonly detection: Detected; readonly selection: ChainSelection });

/** By whom a connection was taken. */
interface Taken {
  readonly listener: Listener;
  /** The listener that handed it over: its listener filters ran first. */
  readonly handedOverBy?: Listener;
}

/** Follows a connection into the proxy; `uncapturedPorts` as for `acceptingListener`. */
export function accept(proxy: Proxy, connection: IncomingConnection, uncapturedPorts: ReadonlySet<number>): Accepted {
  if (connection.destination === null) return { kind: 'unknown', needs: 'the name of the internal listener' };
  const choice = acceptingListener(proxy, connection.destination, uncapturedPorts);
  if (choice.kind !== 'listener') return choice;
  const { listener, handedOverBy } = choice;
  const detection = detect(listener, connection, handedOverBy);
  const other = handedOverBy === undefined ? handsOverTo(proxy, listener, connection, detection) : undefined;
  if (other !== undefined)
    return conclude({ listener: other, handedOverBy: listener }, detect(other, connection, listener));
  return conclude({ listener, ...(handedOverBy === undefined ? {} : { handedOverBy }) }, detection);
}

/** A listener filter (PROXY protocol) may restore an address other than the dialled one: that hands over as well. */
function handsOverTo(
  proxy: Proxy,
  listener: Listener,
  { destination }: IncomingConnection,
  detection: Detection,
): Listener | undefined {
  if (!listener.useOriginalDst || detection.kind !== 'detected' || detection.destination === null) return undefined;
  const { ip, port } = detection.destination;
  if (destination !== null && port === destination.port && sameIp(ip, destination.ip)) return undefined;
  const other = listenerAt(listenerAddresses(proxy).all, ip, port);
  return other === listener ? undefined : other;
}

function conclude(taken: Taken, detection: Detection): Exclude<Accepted, ListenerChoice> {
  if (detection.kind !== 'detected') return { kind: 'stopped', ...taken, detection };
  return { kind: 'selected', ...taken, detection, selection: selectFilterChain(taken.listener, detection) };
}
