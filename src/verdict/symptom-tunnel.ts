/**
 * Failures inside an HBONE tunnel. The application's side never shows the TLS text: the reason stands in
 * the log of the tunnelling cluster.
 */
import type { Tunnel } from '../edge/model.ts';
import type { ClientSide } from './client-side.ts';
import type { Symptom } from './model.ts';

/** What the application's hop logs when the outer connection fails. */
export function failedInTunnel(tunnel: Tunnel, side: ClientSide): Symptom {
  const result = tunnel.handshake;
  const reason = result?.kind === 'fails' ? (result.by === 'client' ? result.local : result.remote) : undefined;
  const inner =
    reason === undefined ? {} : { transportFailure: `${tunnel.cluster.name}: ${reason.code} ${reason.text}` };
  if (side === 'http') {
    return { status: 503, flags: ['UC'], ...inner, application: '503', curlExit: 0 };
  }
  return { flags: ['UR'], ...inner, application: 'connection reset', curlExit: 56 };
}
