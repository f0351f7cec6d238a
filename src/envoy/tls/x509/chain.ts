/** Verification of a certificate chain as BoringSSL's `X509_verify_cert` (`x509_vfy.cc`): the first error found is the one reported. */
import { buildChain } from './build-chain.ts';
import type { Certificate } from './certificate.ts';
import type { ChainFailure, ChainOptions, ChainResult } from './chain-model.ts';
import type { ChainError } from './errors.ts';
import { allowsUsage, isCa, isSelfIssued } from './issuing.ts';
import { checkNames } from './name-constraints.ts';
import { valuesOf } from './names.ts';
import { signatureHolds } from './public-key.ts';
import { checkRevocation } from './revocation.ts';

/** Verifies `leaf` with what the peer sent along (`untrusted`). */
export function verifyChain(leaf: Certificate, untrusted: readonly Certificate[], options: ChainOptions): ChainResult {
  const built = buildChain(leaf, untrusted, options);
  if (!built.ok) return built;
  const { chain, trustedFrom } = built;
  return (
    checkExtensions(chain.slice(0, trustedFrom), options) ??
    checkRevocation(chain, options) ??
    checkSignaturesAndTimes(chain, options) ??
    checkNameConstraints(chain) ?? { ok: true, chain, unchecked: hasUncheckedSignature(chain) }
  );
}

/** Certificates that the peer sent; those among the anchors are not asked (`check_chain_extensions`). */
function checkExtensions(untrusted: readonly Certificate[], { purpose }: ChainOptions): ChainFailure | undefined {
  let length = 0;
  for (const [depth, certificate] of untrusted.entries()) {
    const error = checkOne(certificate, depth, length, purpose);
    if (error !== undefined) return { ok: false, error, depth, certificate };
    if (depth === 0 || !isSelfIssued(certificate)) length++;
  }
  return undefined;
}

function checkOne(
  certificate: Certificate,
  depth: number,
  length: number,
  purpose: ChainOptions['purpose'],
): ChainError | undefined {
  const { unknownCritical, pathLength } = certificate.extensions;
  if (unknownCritical) return 'unhandled-critical-extension';
  if (depth > 0 && !isCa(certificate)) return 'invalid-ca';
  if (purpose !== undefined && !servesPurpose(certificate, purpose, depth > 0)) return 'invalid-purpose';
  return depth > 1 && pathLength !== undefined && length > pathLength + 1 ? 'path-length-exceeded' : undefined;
}

/** `check_purpose_ssl_client` and `check_purpose_ssl_server`: `anyExtendedKeyUsage` does not count. */
function servesPurpose(certificate: Certificate, purpose: 'clientAuth' | 'serverAuth', ca: boolean): boolean {
  const { extendedKeyUsage } = certificate.extensions;
  if (extendedKeyUsage !== undefined && !extendedKeyUsage.includes(purpose)) return false;
  const encipherment = purpose === 'serverAuth' ? ['keyEncipherment'] : [];
  return ca || allowsUsage(certificate, 'digitalSignature', 'keyAgreement', ...encipherment);
}

/** From the anchor down, each certificate's signature before its validity (`internal_verify`). */
function checkSignaturesAndTimes(chain: readonly Certificate[], { at }: ChainOptions): ChainFailure | undefined {
  for (const [depth, certificate] of [...chain.entries()].toReversed()) {
    const issuer = chain[depth + 1];
    if (issuer !== undefined && certificate.bytes !== undefined && isSignedBy(certificate, issuer) === false) {
      const forgery = { signed: certificate.bytes, signer: issuer };
      return { ok: false, error: 'signature-failure', depth, certificate, forgery };
    }
    const error = at === undefined ? undefined : checkTime(certificate, at);
    if (error !== undefined) return { ok: false, error, depth, certificate };
  }
  return undefined;
}

/** Undefined when it cannot be told, because one of the two is known by facts alone. */
function isSignedBy(certificate: Certificate, issuer: Certificate): boolean | undefined {
  if (certificate.bytes === undefined || issuer.bytes === undefined) return undefined;
  return signatureHolds(certificate.bytes, issuer.bytes.spki);
}

function hasUncheckedSignature(chain: readonly Certificate[]): boolean {
  return chain.slice(0, -1).some((certificate, depth) => {
    const issuer = chain[depth + 1];
    return issuer !== undefined && isSignedBy(certificate, issuer) === undefined;
  });
}

/** In whole seconds; the last second of validity already counts as run out (`X509_cmp_time_posix`). */
export function checkTime({ facts }: Certificate, at: Date): 'not-yet-valid' | 'expired' | undefined {
  const now = Math.floor(at.getTime() / 1000);
  if (Date.parse(facts.notBefore) / 1000 > now) return 'not-yet-valid';
  return Date.parse(facts.notAfter) / 1000 <= now ? 'expired' : undefined;
}

function checkNameConstraints(chain: readonly Certificate[]): ChainFailure | undefined {
  let constrained = false;
  for (const [depth, certificate] of [...chain.entries()].toReversed()) {
    if (depth > 0 && isSelfIssued(certificate)) continue;
    const { subject } = certificate.facts;
    const directory = subject === '' ? [] : [{ type: 'DIRECTORY' as const, text: subject }];
    const mailboxes = valuesOf(subject, 'emailAddress').map((text) => ({ type: 'EMAIL' as const, text }));
    const names = [...directory, ...mailboxes, ...(certificate.extensions.subjectAltNames ?? [])];
    for (const { extensions } of chain.slice(depth + 1).toReversed()) {
      if (extensions.nameConstraints === undefined) continue;
      constrained = true;
      const error = checkNames(names, extensions.nameConstraints);
      if (error !== undefined) return { ok: false, error, depth, certificate };
    }
  }
  const leaf = chain[0];
  if (!constrained || leaf === undefined || leaf.extensions.subjectAltNames !== undefined) return undefined;
  // Without alternative names the common name would escape the constraints.
  const hostLike = leaf.commonNames.some((name) => /^[a-z0-9*_-]+(?:\.[a-z0-9_-]+)*\.?$/iu.test(name));
  return hostLike ? { ok: false, error: 'constraints-without-sans', depth: 0, certificate: leaf } : undefined;
}
