/** A certificate that is refused: what the side that refuses logs, which alert it sends, and the same for people. */
import type { HandshakeFailure, TlsError } from '../connection.ts';
import { isAtLeast } from '../envoy-version.ts';
import { tlsError, type Alert } from './tls-errors.ts';
import type { ChainFailure } from './x509/chain-model.ts';
import { chainErrors, type ChainError } from './x509/errors.ts';
import { signatureErrors } from './x509/signature-errors.ts';

/** Who verifies, when, and what it asks for beyond its validation context. */
export interface VerificationRequest {
  readonly verifier: 'client' | 'server';
  readonly at: Date;
  /** Envoy's version of the side that verifies. */
  readonly envoyVersion: string;
  /** `auto_san_validation`. */
  readonly extraSans: readonly string[];
  /** `auto_sni_san_validation` with an SNI: the name that replaces the matchers. */
  readonly sanFromSni?: string;
}

export type VerificationResult =
  | {
      readonly kind: 'accepted';
      /** False where nothing was checked or a failed check was overlooked (ACCEPT_UNTRUSTED). */
      readonly verified: boolean;
      readonly unseen: readonly ('anchors' | 'CRL')[];
      readonly assumed: readonly string[];
      /** The failed check that was overlooked. */
      readonly overlooked?: Refusal;
    }
  | Refusal
  | { readonly kind: 'unknown'; readonly needs: readonly string[] };

export interface Refusal {
  readonly kind: 'refused';
  readonly failure: HandshakeFailure;
  readonly error: TlsError;
  readonly alert: Alert;
  /** For people: what was asked for and what was found. */
  readonly detail: string;
}

/** Said where a redacted dump holds facts in place of certificates. */
export const signaturesAssumed = 'signatures were not checked, because the dump holds facts in place of certificates';

/** A chain that BoringSSL does not accept, in Envoy's words. */
export function refuseChain(failure: ChainFailure, { envoyVersion }: VerificationRequest): Refusal {
  const { text, alert, failure: kind } = chainErrors[failure.error];
  const words = isAtLeast(envoyVersion, 38) ? revocationWords(failure, text) : text;
  const where = `X509_verify_cert: certificate verification error at depth ${failure.depth}`;
  const error = verifyFailed(`${where}: ${words}`, envoyVersion);
  const { forgery } = failure;
  return {
    kind: 'refused',
    failure: kind,
    error: forgery === undefined ? error : { ...error, preceding: signatureErrors(forgery.signed, forgery.signer) },
    alert,
    detail: chainDetail(failure, text),
  };
}

const revocationErrors: readonly ChainError[] = ['revoked', 'unable-to-get-crl', 'crl-expired', 'crl-not-yet-valid'];

/** Envoy 1.38 and later say more of revocation: `getX509VerificationErrorInfo` in `source/common/tls/utility.cc`. */
function revocationWords({ error, certificate }: ChainFailure, text: string): string {
  if (!revocationErrors.includes(error)) return text;
  const points = certificate.extensions.crlDistributionPoints;
  const lists = points.length === 0 ? '' : `, certificate CRL distribution points: [${points.join(', ')}]`;
  return `certificate revocation check against provided CRLs failed: ${text}${lists}`;
}

/** `CERTIFICATE_VERIFY_FAILED` with the reason that newer Envoys append. */
export function verifyFailed(reason: string, envoyVersion: string): TlsError {
  return tlsError(
    'CERTIFICATE_VERIFY_FAILED',
    isAtLeast(envoyVersion, 36) ? `verify cert failed: ${reason}` : undefined,
  );
}

function chainDetail({ error, certificate, depth }: ChainFailure, text: string): string {
  const { facts } = certificate;
  const who = depth === 0 ? 'the certificate' : `the CA certificate ${facts.subject}`;
  if (error === 'expired') return `${who} ran out at ${facts.notAfter}`;
  if (error === 'not-yet-valid') return `${who} is valid only from ${facts.notBefore}`;
  if (error === 'unable-to-get-issuer' || error === 'unable-to-get-local-issuer') {
    return `nobody trusted has issued ${who}: its issuer is ${facts.issuer}`;
  }
  if (error === 'self-signed-in-chain') return `the chain ends in ${facts.subject}, which is not trusted`;
  if (error === 'invalid-purpose')
    return `${who} is for ${(facts.extendedKeyUsage ?? facts.keyUsage ?? []).join(', ')}`;
  return `${who}: ${text}`;
}

/** A certificate for other names than those asked for. */
export function refuseNames(text: string, detail: string, envoyVersion: string): Refusal {
  return {
    kind: 'refused',
    failure: 'san-mismatch',
    error: verifyFailed(text, envoyVersion),
    alert: 'certificate_unknown',
    detail,
  };
}
