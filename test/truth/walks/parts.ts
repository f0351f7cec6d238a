/** What walks are put together of. */
import type { JsonObject } from '../../../src/input/model.ts';
import { mint, type Minted } from '../../mint/mint.ts';
import { httpConnectionManager, transportSocket, v3 } from '../lab/config.ts';

/** The two sides' certificates, of one root. */
export interface Parts {
  readonly root: Minted;
  readonly client: Minted;
  readonly server: Minted;
}

export async function mintParts(): Promise<Parts> {
  const root = await mint({ subject: 'O=root', ca: true });
  const leaf = (name: string): Promise<Minted> =>
    mint({
      subject: '',
      issuer: root,
      sans: [`URI:spiffe://td/ns/a/sa/${name}`, `DNS:${name}.test`],
      extendedKeyUsage: ['serverAuth', 'clientAuth'],
    });
  return { root, client: await leaf('client'), server: await leaf('server') };
}

function context(root: Minted, own: Minted): JsonObject {
  return {
    tls_certificates: [{ certificate_chain: { inline_string: own.pem }, private_key: { inline_string: own.key.pem } }],
    validation_context: { trusted_ca: { inline_string: root.pem } },
  };
}

/** Mutual TLS at the server; `more` goes into the common context. */
export function demands({ root, server }: Parts, more: JsonObject = {}): JsonObject {
  return transportSocket('DownstreamTlsContext', {
    require_client_certificate: true,
    common_tls_context: { ...context(root, server), ...more },
  });
}

/** TLS with a certificate from the client. */
export function offers({ root, client }: Parts, more: JsonObject = {}): JsonObject {
  return transportSocket('UpstreamTlsContext', { common_tls_context: context(root, client), ...more });
}

export const raw: JsonObject = socket('raw_buffer.v3.RawBuffer', {});

export function socket(message: string, config: JsonObject): JsonObject {
  return { name: message, typed_config: { '@type': `${v3}.transport_sockets.${message}`, ...config } };
}

/** A PROXY header before what `inner` sends. */
export function headed(inner: JsonObject): JsonObject {
  return socket('proxy_protocol.v3.ProxyProtocolUpstreamTransport', { config: {}, transport_socket: inner });
}

export function listenerFilter(message: string): JsonObject {
  return { name: message, typed_config: { '@type': `${v3}.filters.listener.${message}` } };
}

export const tlsInspector = listenerFilter('tls_inspector.v3.TlsInspector');
export const httpInspector = listenerFilter('http_inspector.v3.HttpInspector');
export const proxyProtocol = listenerFilter('proxy_protocol.v3.ProxyProtocol');

/** Answers 200. */
export const answers = httpConnectionManager({ match: { prefix: '/' }, direct_response: { status: 200 } });
export const echoes: JsonObject = { name: 'echo', typed_config: { '@type': `${v3}.filters.network.echo.v3.Echo` } };

/** A chain; without a transport socket it is plaintext. */
export function chain(transport_socket?: JsonObject, match: JsonObject = {}, filter: JsonObject = answers): JsonObject {
  return {
    filter_chain_match: match,
    filters: [filter],
    ...(transport_socket !== undefined && { transport_socket }),
  };
}

export function httpOptions(options: JsonObject): JsonObject {
  const name = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
  return { typed_extension_protocol_options: { [name]: { '@type': `type.googleapis.com/${name}`, ...options } } };
}

export const http2 = httpOptions({ explicit_http_config: { http2_protocol_options: {} } });
