/** What a proxy brings to a handshake, resolved once per context: every edge through it brings the same. */
import type { TlsSide } from '../envoy/connection.ts';
import type { DownstreamTls, Proxy, UpstreamTls } from '../envoy/model.ts';
import { resolveTls } from '../envoy/tls/secrets.ts';

/** Of its filter chains, which are few and asked by all clients. */
const accepting = new WeakMap<Proxy, WeakMap<DownstreamTls, TlsSide>>();
/** Of its clusters, which as a rule have a context each: the one that was asked last, for all its endpoints. */
const sending = new WeakMap<Proxy, { readonly context: UpstreamTls; readonly side: TlsSide }>();

/** `resolveTls` with the proxy's own Envoy version, remembered. */
export function tlsSideOf(proxy: Proxy, context: UpstreamTls | DownstreamTls): TlsSide {
  return context.kind === 'upstream' ? sendingSide(proxy, context) : acceptingSide(proxy, context);
}

function sendingSide(proxy: Proxy, context: UpstreamTls): TlsSide {
  const last = sending.get(proxy);
  if (last?.context === context) return last.side;
  const side = resolveTls(proxy, context, proxy.node.envoyVersion);
  sending.set(proxy, { context, side });
  return side;
}

function acceptingSide(proxy: Proxy, context: DownstreamTls): TlsSide {
  const known = accepting.get(proxy) ?? new WeakMap<DownstreamTls, TlsSide>();
  accepting.set(proxy, known);
  const side = known.get(context) ?? resolveTls(proxy, context, proxy.node.envoyVersion);
  known.set(context, side);
  return side;
}
