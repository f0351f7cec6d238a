/** Which certificate can have issued which, by names, identifiers and permitted usage; signatures are checked elsewhere. */
import type { Certificate } from './certificate.ts';
import type { AuthorityKey } from './extensions.ts';

/** The first of `candidates` that can have issued `subject`. */
export function findIssuer(candidates: readonly Certificate[], subject: Certificate): Certificate | undefined {
  return candidates.find((candidate) => mayHaveIssued(candidate, subject));
}

/** `X509_check_issued` (BoringSSL, `v3_purp.cc`). */
export function mayHaveIssued(issuer: Certificate, subject: Certificate): boolean {
  return (
    issuer.subject === subject.issuer &&
    matchesAuthorityKey(issuer, subject.extensions.authorityKey) &&
    allowsUsage(issuer, 'keyCertSign')
  );
}

/** `X509_check_akid`: what is named has to match, what is not named does not count. */
export function matchesAuthorityKey(issuer: Certificate, authority: AuthorityKey | undefined): boolean {
  if (authority === undefined) return true;
  const { keyId, serialNumber } = authority;
  const own = issuer.extensions.subjectKeyId;
  if (keyId !== undefined && own !== undefined && keyId !== own) return false;
  if (serialNumber !== undefined && serialNumber !== issuer.facts.serialNumber) return false;
  return authority.issuer === undefined || authority.issuer === issuer.issuer;
}

/** `!ku_reject`: whether one of `usages` is permitted; without the extension a key may be used for everything. */
export function allowsUsage({ extensions }: Certificate, ...usages: readonly string[]): boolean {
  return extensions.keyUsage === undefined || usages.some((usage) => extensions.keyUsage?.includes(usage));
}

/** `EXFLAG_SI`. */
export function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return subject === issuer;
}

/** `EXFLAG_SS`. */
export function isSelfSigned(certificate: Certificate): boolean {
  return (
    isSelfIssued(certificate) &&
    matchesAuthorityKey(certificate, certificate.extensions.authorityKey) &&
    allowsUsage(certificate, 'keyCertSign')
  );
}

/** `check_ca`. */
export function isCa(certificate: Certificate): boolean {
  if (!allowsUsage(certificate, 'keyCertSign')) return false;
  return (certificate.version === 1 && isSelfSigned(certificate)) || certificate.extensions.ca;
}

/** The same certificate; where only `/certs` was seen, by issuer and serial number. */
export function isSame(a: Certificate, b: Certificate): boolean {
  const [one, other] = [a.facts.fingerprint, b.facts.fingerprint];
  if (one !== undefined && other !== undefined) return one === other;
  return a.subject === b.subject && a.issuer === b.issuer && a.facts.serialNumber === b.facts.serialNumber;
}
