/**
 * Transport sockets: API v2's `tls_context`, v3's `transport_socket`, wrappers with the socket inside them.
 * Dispatched on `@type`; by name where v2 gave none.
 */
import type { JsonObject } from '../../input/model.ts';
import { type Extension, readExtension, simpleName } from './extension.ts';
import { message, messageOrEmpty } from './fields.ts';
import type { Interned } from '../intern.ts';
import type { TransportSocket } from '../model.ts';
import { readDownstreamTls, readUpstreamTls } from './tls-context.ts';

/** Which side of the connection the socket is on, for v2 where the type does not say it. */
export type Side = 'upstream' | 'downstream';

/** Wrappers around wrappers: Envoy has no use for more than two. */
const maximumWrappers = 8;
const legacyFields = ['tls_context', 'hidden_envoy_deprecated_tls_context'] as const;

/**
 * The transport socket of a cluster, filter chain or transport socket match. Undefined where none is configured,
 * which is raw_buffer. `path` in the result is relative to `holder`. Where both are set `transport_socket` wins
 * over `tls_context` (Envoy 1.9 to 1.17).
 */
export function readTransportSocket(holder: JsonObject, side: Side, interned: Interned): TransportSocket | undefined {
  const socket = message(holder, 'transport_socket');
  if (socket !== undefined) {
    return interned.of(`transport_socket ${side}`, socket, () =>
      readSocket(readExtension(socket), '/transport_socket', { side, interned, depth: 0 }),
    );
  }
  for (const name of legacyFields) {
    const context = message(holder, name);
    if (context !== undefined) {
      return interned.of(`${name} ${side}`, context, () => readTls(context, `/${name}`, side, interned));
    }
  }
  return undefined;
}

interface Where {
  readonly side: Side;
  readonly interned: Interned;
  readonly depth: number;
}

function readSocket(extension: Extension, at: string, where: Where): TransportSocket {
  const { config } = extension;
  const path = `${at}${extension.path}`;
  const kind = socketKind(extension, where.side);
  switch (kind) {
    case 'raw_buffer':
      return { kind: 'raw' };
    case 'UpstreamTlsContext':
      return readTls(config, path, 'upstream', where.interned);
    case 'DownstreamTlsContext':
      return readTls(config, path, 'downstream', where.interned);
    case 'quic':
      return readQuic(config, path, where);
    case 'starttls':
      return { kind: 'starttls', inner: readStartTls(config, path, where) };
    case 'upstream_proxy_protocol':
      return { kind: 'proxy-protocol', inner: readInner(config, path, where) };
    case 'internal_upstream':
      return { kind: 'internal-upstream', inner: readInner(config, path, where) };
    case 'http_11_proxy':
    case 'tap':
    case 'tcp_stats':
      return { kind: 'wrapper', name: kind, inner: readInner(config, path, where) };
    case 'alts':
      return { kind: 'alts' };
    default:
      return { kind: 'unrecognised', typeUrl: extension.type || extension.name };
  }
}

/** One word per kind of socket; what is not known keeps its own. */
function socketKind({ type, name }: Extension, side: Side): string {
  const tls = side === 'upstream' ? 'UpstreamTlsContext' : 'DownstreamTlsContext';
  if (type === '') {
    const short = name.replace(/^envoy\.transport_sockets\./, '');
    return short === 'tls' ? tls : short;
  }
  if (type === 'envoy.extensions.transport_sockets.tcp_stats.v3.Config') return 'tcp_stats';
  return kindByMessage.get(simpleName(type)) ?? type;
}

const kindByMessage: ReadonlyMap<string, string> = new Map([
  ['RawBuffer', 'raw_buffer'],
  ['UpstreamTlsContext', 'UpstreamTlsContext'],
  ['DownstreamTlsContext', 'DownstreamTlsContext'],
  ['QuicUpstreamTransport', 'quic'],
  ['QuicDownstreamTransport', 'quic'],
  ['StartTlsConfig', 'starttls'],
  ['UpstreamStartTlsConfig', 'starttls'],
  ['ProxyProtocolUpstreamTransport', 'upstream_proxy_protocol'],
  ['InternalUpstreamTransport', 'internal_upstream'],
  ['Http11ProxyUpstreamTransport', 'http_11_proxy'],
  ['Tap', 'tap'],
  ['Alts', 'alts'],
]);

function readTls(context: JsonObject, path: string, side: Side, interned: Interned): TransportSocket {
  const tls = side === 'upstream' ? readUpstreamTls(context, interned) : readDownstreamTls(context, interned);
  return { kind: 'tls', tls, path };
}

function readQuic(config: JsonObject, path: string, { side, interned }: Where): TransportSocket {
  const name = `${side}_tls_context`;
  const context = messageOrEmpty(config, name);
  const tls = side === 'upstream' ? readUpstreamTls(context, interned) : readDownstreamTls(context, interned);
  return { kind: 'tls', tls, path: `${path}/${name}`, quic: true };
}

/** `tls_socket_config` is the TLS context itself, no transport socket around it. */
function readStartTls(config: JsonObject, path: string, { side, interned }: Where): TransportSocket {
  return readTls(messageOrEmpty(config, 'tls_socket_config'), `${path}/tls_socket_config`, side, interned);
}

/** The wrapped socket; http_11_proxy may leave it out, which is raw_buffer. */
function readInner(config: JsonObject, path: string, where: Where): TransportSocket {
  const inner = message(config, 'transport_socket');
  if (inner === undefined) return { kind: 'raw' };
  if (where.depth >= maximumWrappers) return { kind: 'unrecognised', typeUrl: 'nested too deeply' };
  return readSocket(readExtension(inner), `${path}/transport_socket`, { ...where, depth: where.depth + 1 });
}
