/**
 * What the client puts on the wire towards one target: transport socket, SNI, ALPN, certificate.
 * Source: Envoy's transport socket selection and `ClientContextImpl`; Istio's `istio.alpn` filter.
 */
import type { FirstBytes } from '../envoy/connection.ts';
import { parseIp } from '../envoy/ip.ts';
import type { Cluster, NetworkFilter, Proxy, TransportSocket, UpstreamTls } from '../envoy/model.ts';
import { withoutPort } from '../envoy/route-selection.ts';
import { tlsSideOf } from './tls-side.ts';
import { selectTransportSocket, type SelectedSocket, type SocketReason } from '../envoy/transport-socket-selection.ts';
import type { OutboundPath, Sending, Target } from './model.ts';
import { applicationBytes, podArgument } from './outbound.ts';
import type { EdgeQuestion, OfferReason } from './question.ts';

/** A client without a proxy sends what its application speaks. */
export function sendingWithoutProxy(question: EdgeQuestion): Sending {
  const http = question.speaks === 'http' ? { http: 'http1' as const } : {};
  return { bytes: applicationBytes(question.speaks, question.authority), reason: { kind: 'no-proxy' }, ...http };
}

/**
 * What the client's proxy sends through this cluster to this target. Where the endpoint's metadata was not
 * seen and decides, `alternatives` are what may be sent.
 */
export function sendingThrough(
  client: Proxy,
  path: OutboundPath,
  cluster: Cluster,
  target: Target,
  question: EdgeQuestion,
): Sending {
  // An endpoint taken from the server's side stands for one whose metadata nobody saw.
  const unseen = { clusterName: cluster.name, endpoints: [], metadataKnown: false, place: cluster.place, path: '' };
  const group = target.known === 'from-server' || target.known === 'unlisted' ? unseen : target.group;
  const chosen = selectTransportSocket(cluster, target.endpoint, group);
  const through = ({ reason, path: socketPath, socket }: SelectedSocket): Sending =>
    throughSocket(socket, { client, path, cluster, target, question, reason: offerReason(reason), socketPath });
  if (chosen.kind === 'selected') return through(chosen);
  return {
    bytes: applicationBytes(question.speaks, question.authority),
    reason: { kind: 'no-metadata' },
    alternatives: chosen.possible.map(through),
    unknown: {
      what:
        target.missing?.what ??
        `the metadata of endpoint ${target.address.ip}:${target.address.port} of ${cluster.name}`,
      decides: 'it decides which transport socket is used',
      command: `istioctl proxy-config eds ${podArgument(client)} -o json`,
    },
  };
}

interface Context {
  readonly client: Proxy;
  readonly path: OutboundPath;
  readonly cluster: Cluster;
  readonly target: Target;
  readonly question: EdgeQuestion;
  readonly reason: OfferReason;
  readonly socketPath: string;
}

function throughSocket(socket: TransportSocket, context: Context): Sending {
  const { reason, socketPath } = context;
  const common = { reason, socket, socketPath };
  switch (socket.kind) {
    case 'raw':
      return { ...common, ...rawBytes(context) };
    case 'tls':
      if (socket.tls.kind === 'downstream') return opaque(context, socket, 'a downstream TLS context in a cluster');
      if (dependsOnRequest(context)) return opaque(context, socket, 'a host that the route takes from the request');
      return { ...common, ...tlsBytes(socket.tls, context) };
    case 'proxy-protocol': {
      const inner = throughSocket(socket.inner, context);
      return { ...inner, socket, bytes: { kind: 'proxy-protocol', payload: inner.bytes } };
    }
    // A StartTls socket begins in cleartext; no filter that istiod writes upgrades it.
    case 'starttls':
      return { ...common, ...rawBytes(context) };
    case 'internal-upstream':
    case 'wrapper':
      return { ...throughSocket(socket.inner, context), socket };
    case 'alts':
      return opaque(context, socket, 'ALTS, which authenticates both sides but not with TLS certificates');
    case 'unrecognised':
      return opaque(context, socket, `a transport socket of an unknown kind (${socket.typeUrl})`);
  }
}

function dependsOnRequest({ path, cluster }: Context): boolean {
  return path.route?.hostRewrite?.kind === 'request' && (cluster.autoSni || cluster.autoSanValidation);
}

function opaque(context: Context, socket: TransportSocket, what: string): Sending {
  const { question, reason, socketPath, cluster, client } = context;
  return {
    bytes: applicationBytes(question.speaks, question.authority),
    reason,
    socket,
    socketPath,
    unknown: {
      what: `what ${cluster.name} sends: it uses ${what}`,
      decides: 'the transport socket decides what goes over the wire',
      command: `istioctl proxy-config cluster ${podArgument(client)} -o json`,
    },
  };
}

function httpFilter(path: OutboundPath): (NetworkFilter & { readonly kind: 'http' }) | undefined {
  return path.filter?.kind === 'http' ? path.filter : undefined;
}

/** The pool's protocol without ALPN: HTTP/2 only where the cluster says so. */
function cleartextHttp(cluster: Cluster): 'http1' | 'http2' {
  return cluster.upstreamHttp === 'http2' ? 'http2' : 'http1';
}

function rawBytes({ path, cluster, question }: Context): Pick<Sending, 'bytes' | 'http'> {
  if (httpFilter(path) === undefined) return { bytes: applicationBytes(question.speaks, question.authority) };
  const http = cleartextHttp(cluster);
  return { bytes: { kind: http }, http };
}

function tlsBytes(tls: UpstreamTls, context: Context): Pick<Sending, 'bytes' | 'http' | 'tls'> {
  const { client, path, cluster } = context;
  const alpn = alpnOffered(tls, path, cluster);
  const sni = sniSent(tls, context);
  const host = requestHost(context).toLowerCase();
  const isHttp = httpFilter(path) !== undefined;
  const resolved = tlsSideOf(client, tls);
  const side = {
    ...resolved,
    alpn,
    sni,
    extraSans: cluster.autoSanValidation && isHttp ? [host] : [],
    sansFromSni: tls.autoSniSanValidation && sni !== '',
  };
  const bytes: FirstBytes = { kind: 'tls', sni: sni.toLowerCase(), alpn };
  return { bytes, tls: { context: tls, side }, ...(isHttp && { http: cleartextHttp(cluster) }) };
}

/**
 * ALPN: the `istio.alpn` HTTP filter's override for the pool's protocol, else the context's list, else the
 * HTTP pool's fallback; TCP has none. `alpn_override: "false"` in the cluster's metadata switches the filter off.
 */
function alpnOffered(tls: UpstreamTls, path: OutboundPath, cluster: Cluster): readonly string[] {
  const filter = httpFilter(path);
  if (filter === undefined) return tls.alpn;
  const pool = cluster.upstreamHttp === 'http2' ? 'HTTP2' : 'HTTP11';
  const override = filter.http.httpFilters.find((candidate) => candidate.kind === 'istio-alpn');
  if (override?.kind === 'istio-alpn' && cluster.istio.alpnOverride !== 'false') {
    const list = override.override[pool];
    if (list !== undefined && list.length > 0) return list;
  }
  if (tls.alpn.length > 0) return tls.alpn;
  switch (cluster.upstreamHttp) {
    case 'http2':
      return ['h2'];
    case 'auto':
      return ['h2', 'http/1.1'];
    case 'http1':
    case 'downstream':
      return ['http/1.1'];
  }
}

/** The request's host as it goes on: routes may rewrite it before a connection is chosen (`finalizeRequestHeaders`). */
function requestHost({ path, question, target }: Context): string {
  const rewrite = path.route?.hostRewrite;
  if (rewrite?.kind === 'literal') return withoutPort(rewrite.host);
  const hostname = rewrite?.kind === 'endpoint' ? (target.endpoint?.hostname ?? '') : '';
  return hostname === '' ? withoutPort(question.authority) : hostname;
}

/** SNI: auto_sni from the request's host (never an address), else auto_host_sni, else the configured one. */
function sniSent(tls: UpstreamTls, context: Context): string {
  const { path, cluster, target } = context;
  const host = requestHost(context);
  if (cluster.autoSni && httpFilter(path) !== undefined && host !== '' && parseIp(host) === undefined) return host;
  const hostname = target.endpoint?.hostname ?? '';
  if (tls.autoHostSni && hostname !== '') return hostname;
  return tls.sni;
}

function offerReason(reason: SocketReason): OfferReason {
  switch (reason.kind) {
    case 'match':
      return { kind: 'transport-socket-match', match: reason.name, tagged: reason.by !== 'anything' };
    case 'matcher':
      return { kind: 'transport-socket-match', match: reason.name, tagged: true };
    case 'cluster':
      return { kind: 'cluster-transport-socket' };
    case 'none':
      return { kind: 'no-transport-socket' };
  }
}
