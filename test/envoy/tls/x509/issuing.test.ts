import { describe, expect, it } from 'vitest';
import type { CertificateFacts } from '../../../../src/envoy/model.ts';
import { certificateFromFacts, type Certificate } from '../../../../src/envoy/tls/x509/certificate.ts';
import type { Extensions } from '../../../../src/envoy/tls/x509/extensions.ts';
import { chainErrors } from '../../../../src/envoy/tls/x509/errors.ts';
import {
  allowsUsage,
  findIssuer,
  isCa,
  isSame,
  isSelfIssued,
  isSelfSigned,
  matchesAuthorityKey,
  mayHaveIssued,
} from '../../../../src/envoy/tls/x509/issuing.ts';

function certificate(facts: Partial<CertificateFacts>, extensions: Partial<Extensions> = {}, version = 3): Certificate {
  const base = certificateFromFacts({
    subject: 'CN=a',
    issuer: 'CN=root',
    serialNumber: '01',
    uris: [],
    dnsNames: [],
    ipAddresses: [],
    notBefore: '',
    notAfter: '',
    ca: false,
    ...facts,
  });
  return { ...base, extensions: { ...base.extensions, ...extensions }, version };
}

const leaf = certificate({});
const root = certificate({ subject: 'CN=Root', issuer: 'CN=root', serialNumber: '02', subjectKeyId: 'aa' });

describe('an issuer', () => {
  it('has the name that the certificate tells, whatever its case', () => {
    expect(mayHaveIssued(root, leaf)).toBe(true);
    expect(mayHaveIssued(leaf, leaf)).toBe(false);
    expect(findIssuer([leaf, root], leaf)).toBe(root);
    expect(findIssuer([leaf], leaf)).toBeUndefined();
  });

  it('may sign certificates, if it says what it may do', () => {
    expect(mayHaveIssued({ ...root, extensions: { ...root.extensions, keyUsage: ['keyCertSign'] } }, leaf)).toBe(true);
    expect(mayHaveIssued({ ...root, extensions: { ...root.extensions, keyUsage: ['cRLSign'] } }, leaf)).toBe(false);
  });

  it('has the key that the certificate tells, as far as both say', () => {
    expect(mayHaveIssued(root, certificate({ authorityKeyId: 'aa' }))).toBe(true);
    expect(mayHaveIssued(root, certificate({ authorityKeyId: 'bb' }))).toBe(false);
    expect(matchesAuthorityKey(leaf, { keyId: 'bb' })).toBe(true);
    expect(matchesAuthorityKey(root, undefined)).toBe(true);
    expect(matchesAuthorityKey(root, { serialNumber: '02' })).toBe(true);
    expect(matchesAuthorityKey(root, { serialNumber: '03' })).toBe(false);
    expect(matchesAuthorityKey(root, { keyId: 'aa', issuer: 'cn=root' })).toBe(true);
    expect(matchesAuthorityKey(root, { keyId: 'aa', issuer: 'cn=other' })).toBe(false);
  });
});

it('a key may be used for everything unless it says for what', () => {
  expect(allowsUsage(leaf, 'digitalSignature')).toBe(true);
  const limited = certificate({}, { keyUsage: ['cRLSign'] });
  expect(allowsUsage(limited, 'digitalSignature')).toBe(false);
  expect(allowsUsage(limited, 'digitalSignature', 'cRLSign')).toBe(true);
});

describe('a certificate that signs itself', () => {
  it('has its own name as the issuer, its own key, and may sign', () => {
    expect([isSelfIssued(root), isSelfSigned(root)]).toEqual([true, true]);
    expect([isSelfIssued(leaf), isSelfSigned(leaf)]).toEqual([false, false]);
    const renewed = { ...root, extensions: { ...root.extensions, authorityKey: { keyId: 'bb' } } };
    expect([isSelfIssued(renewed), isSelfSigned(renewed)]).toEqual([true, false]);
    expect(isSelfSigned({ ...root, extensions: { ...root.extensions, keyUsage: [] } })).toBe(false);
  });

  it('is a CA in version 1, which has no way to say so', () => {
    expect(isCa({ ...root, version: 1 })).toBe(true);
    expect(isCa(root)).toBe(false);
    expect(isCa({ ...leaf, version: 1 })).toBe(false);
    expect(isCa(certificate({ ca: true }))).toBe(true);
    expect(isCa(certificate({ ca: true }, { keyUsage: ['cRLSign'] }))).toBe(false);
  });
});

it('two certificates are the same by fingerprint, else by names and serial number', () => {
  expect(isSame(certificate({ fingerprint: '1' }), certificate({ fingerprint: '1', serialNumber: '9' }))).toBe(true);
  expect(isSame(certificate({ fingerprint: '1' }), certificate({ fingerprint: '2' }))).toBe(false);
  expect(isSame(certificate({ fingerprint: '1' }), certificate({}))).toBe(true);
  expect(isSame(certificate({}), certificate({ fingerprint: '1' }))).toBe(true);
  expect(isSame(certificate({}), certificate({ serialNumber: '9' }))).toBe(false);
  expect(isSame(certificate({}), certificate({ subject: 'CN=b' }))).toBe(false);
  expect(isSame(certificate({}), certificate({ issuer: 'CN=b' }))).toBe(false);
});

it.each<[keyof typeof chainErrors, string, string, string]>([
  ['unable-to-get-issuer', 'unable to get issuer certificate', 'unknown_ca', 'untrusted'],
  ['unable-to-get-local-issuer', 'unable to get local issuer certificate', 'unknown_ca', 'untrusted'],
  ['self-signed-leaf', 'self signed certificate', 'unknown_ca', 'untrusted'],
  ['self-signed-in-chain', 'self signed certificate in certificate chain', 'unknown_ca', 'untrusted'],
  ['invalid-ca', 'invalid CA certificate', 'unknown_ca', 'untrusted'],
  ['invalid-purpose', 'unsupported certificate purpose', 'unsupported_certificate', 'wrong-purpose'],
  ['invalid-extension', 'invalid or inconsistent certificate extension', 'certificate_unknown', 'untrusted'],
  ['unhandled-critical-extension', 'unhandled critical extension', 'certificate_unknown', 'untrusted'],
  ['path-length-exceeded', 'path length constraint exceeded', 'unknown_ca', 'untrusted'],
  ['signature-failure', 'certificate signature failure', 'decrypt_error', 'untrusted'],
  ['not-yet-valid', 'certificate is not yet valid', 'certificate_expired', 'not-yet-valid'],
  ['expired', 'certificate has expired', 'certificate_expired', 'expired'],
  ['unable-to-get-crl', 'unable to get certificate CRL', 'unknown_ca', 'crl-missing'],
  ['crl-not-yet-valid', 'CRL is not yet valid', 'certificate_expired', 'crl-unusable'],
  ['crl-expired', 'CRL has expired', 'certificate_expired', 'crl-unusable'],
  ['crl-signature-failure', 'CRL signature failure', 'decrypt_error', 'crl-unusable'],
  ['crl-different-scope', 'Different CRL scope', 'certificate_unknown', 'crl-unusable'],
  ['crl-unhandled-critical-extension', 'unhandled critical CRL extension', 'certificate_unknown', 'crl-unusable'],
  ['no-crl-sign', 'key usage does not include CRL signing', 'certificate_unknown', 'crl-unusable'],
  ['revoked', 'certificate revoked', 'certificate_revoked', 'revoked'],
  ['permitted-subtree', 'permitted subtree violation', 'certificate_unknown', 'name-constraint'],
  ['excluded-subtree', 'excluded subtree violation', 'certificate_unknown', 'name-constraint'],
  ['unsupported-constraint', 'unsupported name constraint type', 'certificate_unknown', 'name-constraint'],
  ['unsupported-name', 'unsupported or invalid name syntax', 'certificate_unknown', 'name-constraint'],
  [
    'constraints-without-sans',
    'Issuer has name constraints but leaf has no SANs',
    'certificate_unknown',
    'name-constraint',
  ],
])('%s is logged as “%s”, and the peer gets %s', (error, text, alert, failure) => {
  expect(chainErrors[error]).toEqual({ text, alert, failure });
});
