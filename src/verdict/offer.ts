/** What the client sends, as data for reports. */
import type { TlsSide } from '../envoy/connection.ts';
import type { Sending, Trace } from '../edge/model.ts';
import { usesMeshRoot } from '../istio/mesh-root.ts';
import type { Offer } from './model.ts';

/** The offer of a trace; undefined when the walk never chose one. */
export function offerOf(trace: Trace): Offer | undefined {
  const { sending } = trace;
  if (sending === undefined) return undefined;
  const why = sending.reason;
  if (sending.unknown !== undefined) return { kind: 'unknown', why, needs: [sending.unknown.what] };
  if (trace.tunnel !== undefined) {
    return { kind: 'hbone', why, via: trace.tunnel.cluster.name, ...identityOf(trace.tunnel.sending) };
  }
  if (sending.tls !== undefined) {
    const { side } = sending.tls;
    return {
      kind: 'tls',
      why,
      sni: side.sni,
      alpn: side.alpn,
      certificate: certificateOf(sending),
      ...identityOf(sending),
    };
  }
  if (sending.bytes.kind === 'tls') return { kind: 'app-tls', sni: sending.bytes.sni, why };
  return { kind: 'raw', why };
}

function certificateOf(sending: Sending): (Offer & { kind: 'tls' })['certificate'] {
  const tls = sending.tls;
  if (tls === undefined || tls.side.certificates === 'none') return 'none';
  if (usesMeshRoot(tls.context)) return 'istio';
  return tls.side.certificates === 'unseen' ? 'unseen' : 'own';
}

function identityOf(sending: Sending): { identity?: string } {
  const uri = sending.tls === undefined ? undefined : leafUri(sending.tls.side);
  return uri === undefined ? {} : { identity: uri };
}

function leafUri({ certificates }: TlsSide): string | undefined {
  return typeof certificates === 'string' ? undefined : certificates[0]?.facts[0]?.uris[0];
}
