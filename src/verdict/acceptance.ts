/** What the server's side demanded, as data. */
import { clientCertificateDemand } from '../envoy/tls/client-certificate.ts';
import type { Receiving, Trace } from '../edge/model.ts';
import type { Acceptance } from './model.ts';

/** Whether the chain requires, asks for, or ignores client certificates. */
export function demandOf({ tls }: Receiving): 'required' | 'requested' | 'no' {
  return tls === undefined ? 'no' : clientCertificateDemand(tls.side);
}

/** The acceptance of a trace; undefined when the walk never got to the server. */
export function acceptanceOf(trace: Trace): Acceptance | undefined {
  const receiving = trace.tunnel?.receiving ?? trace.receiving;
  if (receiving === undefined) return undefined;
  if (receiving.proxy === undefined) return { kind: 'no-proxy', known: receiving.hasProxy === false };
  if (receiving.absent === 'no-listener') return { kind: 'no-listener' };
  if (receiving.absent === 'not-captured') return { kind: 'no-proxy', known: true };
  const listener = receiving.listener?.name ?? '';
  if (receiving.detection?.kind === 'stalled')
    return { kind: 'stalled', listener, timeout: receiving.detection.timeout };
  const { selection } = receiving;
  if (selection?.kind === 'none') return { kind: 'no-chain', listener };
  if (selection?.kind !== 'chain')
    return { kind: 'unknown', needs: selection?.kind === 'unknown' ? [selection.needs] : [] };
  return {
    kind: 'chain',
    listener,
    chain: selection.chain.name,
    chainPath: selection.chain.path,
    tls: receiving.tls !== undefined,
    demandsClientCertificate: demandOf(receiving),
  };
}
