/** What the server's side demanded, as data. */
import type { DownstreamTls } from '../envoy/model.ts';
import type { Receiving, Trace } from '../edge/model.ts';
import type { Acceptance } from './model.ts';

/**
 * Whether the chain requires, asks for, or ignores client certificates: Envoy asks as soon as it has
 * anything to verify with, whatever `require_client_certificate` says, and never without.
 * Source: envoy `source/common/tls/cert_validator/default_validator.cc` (addClientValidationContext).
 */
export function demandOf(receiving: Receiving): 'required' | 'requested' | 'no' {
  const tls = receiving.tls;
  if (tls === undefined) return 'no';
  const { validation } = tls.side;
  if (validation === undefined) return 'no';
  if (validation === 'warming') return tls.context.requireClientCertificate ? 'required' : 'requested';
  return demand(tls.context, validation.anchors !== 'none', validation.context);
}

function demand(
  context: DownstreamTls,
  hasAnchors: boolean,
  validation: NonNullable<DownstreamTls['validation']>,
): 'required' | 'requested' | 'no' {
  if (validation.spiffe !== undefined) return 'required';
  if (validation.acceptUntrusted) return context.requireClientCertificate && hasAnchors ? 'required' : 'requested';
  const pinned = validation.certificateHashes.length + validation.spkiHashes.length > 0;
  if (pinned || (hasAnchors && validation.sans.length > 0)) return 'required';
  if (!hasAnchors) return 'no';
  return context.requireClientCertificate ? 'required' : 'requested';
}

/** The acceptance of a trace; undefined when the walk never got to the server. */
export function acceptanceOf(trace: Trace): Acceptance | undefined {
  const receiving = trace.tunnel?.receiving ?? trace.receiving;
  if (receiving === undefined) return undefined;
  if (receiving.proxy === undefined) return { kind: 'no-proxy', known: receiving.hasProxy !== undefined };
  if (receiving.absent === 'no-listener') return { kind: 'no-listener' };
  if (receiving.absent === 'not-captured') return { kind: 'no-proxy', known: true };
  const listener = receiving.listener?.name ?? '';
  if (receiving.detection?.kind === 'stalled') return { kind: 'stalled', listener, timeout: receiving.detection.timeout };
  const { selection } = receiving;
  if (selection?.kind === 'none') return { kind: 'no-chain', listener };
  if (selection?.kind !== 'chain') return { kind: 'unknown', needs: selection?.kind === 'unknown' ? [selection.needs] : [] };
  return {
    kind: 'chain',
    listener,
    chain: selection.chain.name,
    chainPath: selection.chain.path,
    tls: receiving.tls !== undefined,
    demandsClientCertificate: demandOf(receiving),
  };
}
