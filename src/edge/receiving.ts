/** What the server's proxy does with a connection: listener → listener filters → filter chain. */
import type { ChainSelection, Detection, FirstBytes, IncomingConnection } from '../envoy/connection.ts';
import { accept } from '../envoy/listen/accept.ts';
import type { SocketAddress } from '../envoy/listen/accepting-listener.ts';
import { selectFilterChain } from '../envoy/listen/filter-chain-selection.ts';
import { detect } from '../envoy/listen/listener-filters.ts';
import { parseIp } from '../envoy/ip.ts';
import type { DownstreamTls, FilterChain, Listener, Proxy, TransportSocket } from '../envoy/model.ts';
import { tlsSideOf } from './tls-side.ts';
import { uncapturedPorts } from '../istio/uncaptured-ports.ts';
import type { Mesh } from './mesh.ts';
import type { Receiving } from './model.ts';
import { terminalFilter } from './outbound.ts';
import type { EndpointMark } from './directory-part.ts';
import { staysOnHost } from './sockets.ts';

/** A connection from `client` (undefined: no proxy) to an address of the mesh. */
export function receive(mesh: Mesh, client: Proxy | undefined, address: SocketAddress, bytes: FirstBytes): Receiving {
  const proxy = mesh.proxyAt(address.ip) ?? mesh.proxyNamed(address.ip) ?? listeningAt(mesh, client, address);
  if (proxy === undefined) {
    // What it refuses follows from policies that no dump of an Envoy holds.
    if (mesh.ztunnelAt(address.ip) !== undefined) return { hasProxy: true };
    const mark = mesh.directory.markOf(address.ip);
    const listening = mark === 'unknown' ? mesh.sockets.anywhere(address.port) : [];
    const maybe = [...new Set([...mesh.maybeAt(address.ip), ...listening])].filter(({ name }) => name !== client?.name);
    if (maybe.length > 0) return { hasProxy: undefined, maybe };
    return withoutDump(mark, mesh);
  }
  const source = client?.node.ips[0];
  const connection: IncomingConnection = {
    destination: address,
    ...(source !== undefined && { source: { ip: source } }),
    bytes,
  };
  const accepted = accept(proxy, connection, uncapturedPorts);
  switch (accepted.kind) {
    case 'none':
      return { proxy, hasProxy: true, absent: 'no-listener' };
    case 'no-proxy':
      return { proxy, hasProxy: true, absent: 'not-captured' };
    case 'unknown':
      return { proxy, hasProxy: true, needs: accepted.needs };
    case 'stopped':
    case 'selected': {
      const { handedOverBy } = accepted;
      const taken = taking(proxy, accepted);
      return { ...taken, ...(handedOverBy !== undefined && { handedFrom: handedOverBy }) };
    }
  }
}

/** The only one that has a socket on this address; a pod's loopback address is not another's. */
function listeningAt(mesh: Mesh, client: Proxy | undefined, { ip, port }: SocketAddress): Proxy | undefined {
  const parsed = parseIp(ip);
  if (parsed !== undefined && staysOnHost(parsed) && client?.node.ips.length !== 0) return undefined;
  const found = mesh.sockets.bound(ip, port);
  return found.length === 1 ? found[0] : undefined;
}

/** Nobody's dump: what endpoints elsewhere tell of the address. */
function withoutDump(mark: EndpointMark, { isWhole }: Mesh): Receiving {
  switch (mark) {
    case 'proxied':
      return { hasProxy: true };
    case 'bare':
      return { hasProxy: false };
    case 'hidden':
      return isWhole ? { hasProxy: false, presumed: true } : { hasProxy: undefined };
    case 'unknown':
      return { hasProxy: undefined };
  }
}

/** A connection that reaches a listener inside the process. */
export function atListener(proxy: Proxy, listener: Listener, connection: IncomingConnection): Receiving {
  const detection = detect(listener, connection);
  if (detection.kind !== 'detected') return taking(proxy, { listener, detection });
  return taking(proxy, { listener, detection, selection: selectFilterChain(listener, detection) });
}

/** What a listener found out about a connection, and what the chain it chose does. */
function taking(
  proxy: Proxy,
  accepted: { readonly listener: Listener; readonly detection: Detection; readonly selection?: ChainSelection },
): Receiving {
  const { listener, detection, selection } = accepted;
  const base: Receiving = { proxy, hasProxy: true, listener, detection, ...(selection !== undefined && { selection }) };
  if (selection?.kind !== 'chain') return base;
  const { chain } = selection;
  const context = downstreamTls(chain);
  const filter = terminalFilter(chain);
  return {
    ...base,
    ...(context !== undefined && { tls: { context, side: tlsSideOf(proxy, context) } }),
    ...(filter !== undefined && { filter }),
  };
}

/** The TLS a chain speaks, wrappers taken off; undefined when it speaks none. */
export function downstreamTls(chain: FilterChain): DownstreamTls | undefined {
  const tls = innerTls(chain.transportSocket);
  return tls?.kind === 'downstream' ? tls : undefined;
}

/** The TLS context at the bottom of wrappers. StartTls begins in cleartext and counts as none. */
export function innerTls(socket: TransportSocket | undefined): (TransportSocket & { kind: 'tls' })['tls'] | undefined {
  if (socket === undefined) return undefined;
  switch (socket.kind) {
    case 'tls':
      return socket.tls;
    case 'proxy-protocol':
    case 'internal-upstream':
    case 'wrapper':
      return innerTls(socket.inner);
    case 'raw':
    case 'starttls':
    case 'alts':
    case 'unrecognised':
      return undefined;
  }
}
