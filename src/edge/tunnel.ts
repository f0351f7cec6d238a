/**
 * HBONE: the connection goes to an internal listener of the client's own proxy, which carries it in an
 * HTTP/2 CONNECT over mutual TLS to port 15008 of the pod, where it enters another internal listener.
 * Source: Istio's `connect_originate`, `connect_terminate` and `main_internal`, followed by what they
 * say (internal addresses, tunneling_config, CONNECT routes), not by their names.
 */
import type { HandshakeResult, IncomingConnection } from '../envoy/connection.ts';
import type { Cluster, Listener, Proxy, TransportSocket } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { routeConfigurationOf } from '../envoy/route-selection.ts';
import type { Mesh } from './mesh.ts';
import type { Decision, OutboundPath, Receiving, Sending, Target, Tunnel } from './model.ts';
import { podArgument, terminalFilter } from './outbound.ts';
import { pair } from './pair.ts';
import type { EdgeQuestion, Missing } from './question.ts';
import { atListener, receive } from './receiving.ts';
import { sendingThrough } from './sending.ts';

/** Port of HBONE's tunnel at the server (Istio `HBoneInboundListenPort`). */
const hbonePort = 15008;

/** The outer connection, and what the server does with the inner one. Undefined when nothing is tunnelled. */
export interface TunnelWalk {
  readonly tunnel: Tunnel;
  readonly inner: Receiving;
}

/** Does the chosen socket lead into an internal listener of this process that tunnels on? */
export function walkTunnel(
  mesh: Mesh,
  client: Proxy,
  question: EdgeQuestion,
  target: Target,
  sending: Sending,
): TunnelWalk | undefined {
  const outer = outerOf(client, target, sending);
  if (outer === undefined) return undefined;
  const port = outer.cluster.upstreamPort ?? hbonePort;
  const outerTarget: Target = { address: { ip: target.address.ip, port }, known: 'dialled' };
  const outerQuestion: EdgeQuestion = { ...question, speaks: 'tcp', authority: '' };
  const outerSending = sendingThrough(client, outer.path, outer.cluster, outerTarget, outerQuestion);
  const receiving = receive(mesh, client, outerTarget.address, outerSending.bytes);
  const { decision, handshake } = pairOuter(outerQuestion, outerTarget, outerSending, receiving, mesh);
  const tunnel: Tunnel = {
    cluster: outer.cluster,
    sending: outerSending,
    receiving,
    decision,
    ...(handshake !== undefined && { handshake }),
  };
  return { tunnel, inner: innerReceiving(client, target, sending, receiving) };
}

/** What would have to be seen of the client where its cluster leads into the process, and nothing tells where to. */
export function tunnelNotSeen(client: Proxy, target: Target, sending: Sending): Missing | undefined {
  if (!leadsInside(target, sending) || outerOf(client, target, sending) !== undefined) return undefined;
  const name = target.endpoint?.address.kind === 'internal' ? target.endpoint.address.listener : '';
  return {
    what: `the internal listener ${name} of ${client.name} and the cluster behind it`,
    decides: 'they carry the connection on, over HBONE',
    command: `istioctl proxy-config all ${podArgument(client)} -o json`,
  };
}

function leadsInside({ endpoint }: Target, { socket }: Sending): boolean {
  return isInternal(socket) && endpoint?.address.kind === 'internal';
}

function outerOf(client: Proxy, target: Target, sending: Sending): ReturnType<typeof tunnellingCluster> {
  if (!leadsInside(target, sending) || target.endpoint?.address.kind !== 'internal') return undefined;
  const originate = indexOf(client).internalListener(target.endpoint.address.listener);
  return originate === undefined ? undefined : tunnellingCluster(client, originate);
}

/** ztunnel is the server side of HBONE too: it takes the mutual TLS of its workloads. */
function pairOuter(
  question: EdgeQuestion,
  target: Target,
  sending: Sending,
  receiving: Receiving,
  mesh: Mesh,
): { decision: Decision; handshake?: HandshakeResult } {
  const served = mesh.proxies.some((proxy) =>
    proxy.ztunnel?.workloads.some(
      (workload) => workload.protocol === 'HBONE' && workload.ips.includes(target.address.ip),
    ),
  );
  if (receiving.proxy === undefined && served && sending.tls !== undefined) {
    return { decision: { kind: 'handshake', mutual: true } };
  }
  return pair(question, target, sending, receiving, mesh.at);
}

function isInternal(socket: TransportSocket | undefined): boolean {
  if (socket === undefined) return false;
  if (socket.kind === 'internal-upstream') return true;
  return (socket.kind === 'wrapper' || socket.kind === 'proxy-protocol') && isInternal(socket.inner);
}

function tunnellingCluster(client: Proxy, listener: Listener): { cluster: Cluster; path: OutboundPath } | undefined {
  for (const chain of listener.filterChains) {
    const filter = terminalFilter(chain);
    if (filter?.kind !== 'tcp' || filter.tcp.tunnelingHostname === undefined) continue;
    const cluster = indexOf(client).cluster(filter.tcp.cluster ?? '');
    if (cluster === undefined) continue;
    const path: OutboundPath = { destination: { host: '', port: 0 }, unknownAddress: false, listener, chain, filter };
    return { cluster, path };
  }
  return undefined;
}

/** Follows the CONNECT route of the terminating listener into the internal listener behind it. */
function innerReceiving(client: Proxy, target: Target, sending: Sending, outer: Receiving): Receiving {
  const { proxy, filter } = outer;
  if (proxy === undefined || filter?.kind !== 'http') return outer;
  const routes = routeConfigurationOf(proxy, filter.http);
  const connect = routes?.virtualHosts.flatMap((vh) => vh.routes).find((route) => route.match.kind === 'connect');
  if (connect?.action.kind !== 'cluster') return outer;
  const { cluster: name } = connect.action;
  const listener = internalListenerOf(proxy, name);
  if (listener === undefined) return outer;
  const source = client.node.ips[0];
  const connection: IncomingConnection = {
    destination: target.address,
    ...(source !== undefined && { source: { ip: source } }),
    bytes: sending.bytes,
  };
  return atListener(proxy, listener, connection);
}

function internalListenerOf(proxy: Proxy, clusterName: string): Listener | undefined {
  const cluster = indexOf(proxy).cluster(clusterName);
  const groups = indexOf(proxy).endpoints(cluster?.edsServiceName ?? clusterName);
  const endpoints = [...groups, ...(cluster?.loadAssignment === undefined ? [] : [cluster.loadAssignment])];
  const internal = endpoints
    .flatMap((group) => group.endpoints)
    .find((endpoint) => endpoint.address.kind === 'internal');
  const name = internal?.address.kind === 'internal' ? internal.address.listener : clusterName;
  return indexOf(proxy).internalListener(name);
}
