/** What BoringSSL says of a chain it does not accept (`x509_txt.cc`), and the alert that follows (`SSL_alert_from_verify_result`). */
import type { HandshakeFailure } from '../../connection.ts';

export type ChainError =
  | 'unable-to-get-issuer'
  | 'unable-to-get-local-issuer'
  | 'self-signed-leaf'
  | 'self-signed-in-chain'
  | 'invalid-ca'
  | 'invalid-purpose'
  | 'invalid-extension'
  | 'unhandled-critical-extension'
  | 'path-length-exceeded'
  | 'signature-failure'
  | 'not-yet-valid'
  | 'expired'
  | 'unable-to-get-crl'
  | 'crl-not-yet-valid'
  | 'crl-expired'
  | 'crl-signature-failure'
  | 'crl-different-scope'
  | 'crl-unhandled-critical-extension'
  | 'no-crl-sign'
  | 'revoked'
  | 'permitted-subtree'
  | 'excluded-subtree'
  | 'unsupported-constraint'
  | 'unsupported-name'
  | 'constraints-without-sans';

export type AlertName =
  | 'unknown_ca'
  | 'decrypt_error'
  | 'certificate_expired'
  | 'certificate_revoked'
  | 'unsupported_certificate'
  | 'certificate_unknown';

interface Meaning {
  /** As Envoy logs it. */
  readonly text: string;
  readonly alert: AlertName;
  readonly failure: HandshakeFailure;
}

export const chainErrors: Readonly<Record<ChainError, Meaning>> = {
  'unable-to-get-issuer': { text: 'unable to get issuer certificate', alert: 'unknown_ca', failure: 'untrusted' },
  'unable-to-get-local-issuer': {
    text: 'unable to get local issuer certificate',
    alert: 'unknown_ca',
    failure: 'untrusted',
  },
  'self-signed-leaf': { text: 'self signed certificate', alert: 'unknown_ca', failure: 'untrusted' },
  'self-signed-in-chain': {
    text: 'self signed certificate in certificate chain',
    alert: 'unknown_ca',
    failure: 'untrusted',
  },
  'invalid-ca': { text: 'invalid CA certificate', alert: 'unknown_ca', failure: 'untrusted' },
  'invalid-purpose': {
    text: 'unsupported certificate purpose',
    alert: 'unsupported_certificate',
    failure: 'wrong-purpose',
  },
  'invalid-extension': {
    text: 'invalid or inconsistent certificate extension',
    alert: 'certificate_unknown',
    failure: 'untrusted',
  },
  'unhandled-critical-extension': {
    text: 'unhandled critical extension',
    alert: 'certificate_unknown',
    failure: 'untrusted',
  },
  'path-length-exceeded': { text: 'path length constraint exceeded', alert: 'unknown_ca', failure: 'untrusted' },
  'signature-failure': { text: 'certificate signature failure', alert: 'decrypt_error', failure: 'untrusted' },
  'not-yet-valid': { text: 'certificate is not yet valid', alert: 'certificate_expired', failure: 'not-yet-valid' },
  expired: { text: 'certificate has expired', alert: 'certificate_expired', failure: 'expired' },
  'unable-to-get-crl': { text: 'unable to get certificate CRL', alert: 'unknown_ca', failure: 'crl-missing' },
  'crl-not-yet-valid': { text: 'CRL is not yet valid', alert: 'certificate_expired', failure: 'crl-unusable' },
  'crl-expired': { text: 'CRL has expired', alert: 'certificate_expired', failure: 'crl-unusable' },
  'crl-signature-failure': { text: 'CRL signature failure', alert: 'decrypt_error', failure: 'crl-unusable' },
  'crl-different-scope': { text: 'Different CRL scope', alert: 'certificate_unknown', failure: 'crl-unusable' },
  'crl-unhandled-critical-extension': {
    text: 'unhandled critical CRL extension',
    alert: 'certificate_unknown',
    failure: 'crl-unusable',
  },
  'no-crl-sign': {
    text: 'key usage does not include CRL signing',
    alert: 'certificate_unknown',
    failure: 'crl-unusable',
  },
  revoked: { text: 'certificate revoked', alert: 'certificate_revoked', failure: 'revoked' },
  'permitted-subtree': {
    text: 'permitted subtree violation',
    alert: 'certificate_unknown',
    failure: 'name-constraint',
  },
  'excluded-subtree': { text: 'excluded subtree violation', alert: 'certificate_unknown', failure: 'name-constraint' },
  'unsupported-constraint': {
    text: 'unsupported name constraint type',
    alert: 'certificate_unknown',
    failure: 'name-constraint',
  },
  'unsupported-name': {
    text: 'unsupported or invalid name syntax',
    alert: 'certificate_unknown',
    failure: 'name-constraint',
  },
  'constraints-without-sans': {
    text: 'Issuer has name constraints but leaf has no SANs',
    alert: 'certificate_unknown',
    failure: 'name-constraint',
  },
};
