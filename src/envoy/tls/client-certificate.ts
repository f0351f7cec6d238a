/** Whether a server asks its client for a certificate (`DefaultCertValidator::initializeSslContexts`, `addClientValidationContext`). */
import { verifiesAnything } from './certificate-verification.ts';
import type { TlsSide } from '../connection.ts';

/**
 * `required`: without one the handshake fails. `requested`: it goes on without one, but fails over a bad one.
 * `require_client_certificate` alone demands nothing: without something to verify by no certificate is asked for.
 */
export function clientCertificateDemand({
  validation,
  requireClientCertificate,
}: TlsSide): 'required' | 'requested' | 'no' {
  if (validation === undefined) return 'no';
  if (validation === 'warming') return requireClientCertificate ? 'required' : 'requested';
  if (!verifiesAnything(validation)) return 'no';
  const { anchors, context } = validation;
  // The SPIFFE validator does not look at require_client_certificate.
  if (context.spiffe !== undefined) return 'required';
  if (requireClientCertificate && anchors !== 'none') return 'required';
  const narrowed = context.sans.length + context.certificateHashes.length + context.spkiHashes.length > 0;
  return narrowed && !context.acceptUntrusted ? 'required' : 'requested';
}
