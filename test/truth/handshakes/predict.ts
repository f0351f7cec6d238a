/** What the tool says of a case, from the Envoy's own config dump. */
import type { HandshakeResult, TlsSide } from '../../../src/envoy/connection.ts';
import { simulateHandshake } from '../../../src/envoy/tls/handshake.ts';
import type {
  Cluster,
  DownstreamTls,
  Listener,
  Proxy,
  TransportSocket,
  UpstreamTls,
} from '../../../src/envoy/model.ts';
import { resolveTls } from '../../../src/envoy/tls/secrets.ts';

/** The handshake between a cluster and a listener of `proxy`, for a request to `host`. */
export function predict(proxy: Proxy, id: string, host: string, at: Date): HandshakeResult {
  const { client, server } = sidesOf(proxy, id, host);
  return simulateHandshake(client, server, at);
}

/** The two sides as the tool makes them of the dump. */
export function sidesOf(
  proxy: Proxy,
  id: string,
  host: string,
): { readonly client: TlsSide; readonly server: TlsSide } {
  const cluster = proxy.clusters.find(({ name }) => name === id);
  const listener = proxy.listeners.find(({ name }) => name === id);
  if (cluster === undefined || listener === undefined) throw new Error(`${id} is not in the dump`);
  return { client: clientSide(proxy, cluster, host), server: serverSide(proxy, listener) };
}

function clientSide(proxy: Proxy, cluster: Cluster, host: string): TlsSide {
  const side = resolveTls(proxy, tlsOf(cluster.transportSocket), proxy.node.envoyVersion);
  const name = host.replace(/:\d+$/u, '');
  const isAddress = /^[\d.]+$/u.test(name);
  return {
    ...side,
    // The pool's fallback when the context names no protocols (`auto_config`).
    alpn: side.alpn.length === 0 ? ['h2', 'http/1.1'] : side.alpn,
    sni: cluster.autoSni && !isAddress ? name : side.sni,
    extraSans: cluster.autoSanValidation ? [name] : [],
  };
}

function serverSide(proxy: Proxy, listener: Listener): TlsSide {
  return resolveTls(proxy, tlsOf(listener.filterChains[0]?.transportSocket), proxy.node.envoyVersion);
}

function tlsOf(socket: TransportSocket | undefined): UpstreamTls | DownstreamTls {
  if (socket?.kind !== 'tls') throw new Error('no TLS context was read');
  return socket.tls;
}
