/** What a proxy brings to a handshake, resolved once per context: every edge through it brings the same. */
import type { TlsSide } from '../envoy/connection.ts';
import type { DownstreamTls, Proxy, UpstreamTls } from '../envoy/model.ts';
import { resolveTls } from '../envoy/tls/secrets.ts';

const sides = new WeakMap<Proxy, WeakMap<UpstreamTls | DownstreamTls, TlsSide>>();

/** `resolveTls` with the proxy's own Envoy version, remembered. */
export function tlsSideOf(proxy: Proxy, context: UpstreamTls | DownstreamTls): TlsSide {
  const known = sides.get(proxy) ?? new WeakMap<UpstreamTls | DownstreamTls, TlsSide>();
  sides.set(proxy, known);
  const side = known.get(context) ?? resolveTls(proxy, context, proxy.node.envoyVersion);
  known.set(context, side);
  return side;
}
