/** Whether one side accepts the other's certificate. */
import type { PeerValidation } from '../connection.ts';
import { verifyDefault } from './default-validation.ts';
import type { Refusal, VerificationRequest, VerificationResult } from './refusal.ts';
import { verifySpiffe } from './spiffe-validation.ts';
import { tlsError } from './tls-errors.ts';
import type { Certificate } from './x509/certificate.ts';

/** Judges what the peer sent, leaf first. A side that verifies nothing accepts everything. */
export function verifyPeer(
  sent: readonly Certificate[],
  validation: PeerValidation | undefined,
  request: VerificationRequest,
): VerificationResult {
  const leaf = sent[0];
  if (validation === undefined || leaf === undefined || !verifiesAnything(validation)) {
    return refusesForNames(request) ?? { kind: 'accepted', verified: false, unseen: [], assumed: [] };
  }
  const { context } = validation;
  if (context.unrecognisedValidator !== undefined) {
    return { kind: 'unknown', needs: [`the rules of the validator ${context.unrecognisedValidator}`] };
  }
  const result =
    context.spiffe === undefined
      ? verifyDefault(leaf, sent, validation, request)
      : verifySpiffe(leaf, sent, context.spiffe, context, request);
  if (result.kind === 'refused' && context.acceptUntrusted && context.spiffe === undefined) {
    return { kind: 'accepted', verified: false, unseen: [], assumed: [], overlooked: result };
  }
  return result;
}

/** Whether a validation context makes Envoy look at certificates at all (else `SSL_VERIFY_NONE`). */
export function verifiesAnything({ context, anchors }: PeerValidation): boolean {
  return (
    anchors !== 'none' ||
    context.sans.length > 0 ||
    context.certificateHashes.length > 0 ||
    context.spkiHashes.length > 0 ||
    context.acceptUntrusted ||
    context.spiffe !== undefined ||
    context.unrecognisedValidator !== undefined
  );
}

/** `auto_san_validation` without anything to verify by: BoringSSL verifies on its own, and trusts nobody. */
function refusesForNames({ extraSans }: VerificationRequest): Refusal | undefined {
  if (extraSans.length === 0) return undefined;
  return {
    kind: 'refused',
    failure: 'verify-without-anchors',
    error: tlsError('CERTIFICATE_VERIFY_FAILED'),
    alert: 'unknown_ca',
    detail: `a certificate for ${extraSans.join(', ')} is demanded (auto_san_validation), but no trusted_ca is configured to check it with`,
  };
}
