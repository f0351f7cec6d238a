/** Envoy's default validator (`source/common/tls/cert_validator/default_validator.cc`) and what it leaves to BoringSSL. */
import { certificatesOf, crlsOf } from './certificates.ts';
import type { PeerValidation } from '../connection.ts';
import { isAtLeast } from '../envoy-version.ts';
import {
  refuseChain,
  refuseNames,
  signaturesAssumed,
  verifyFailed,
  type Refusal,
  type VerificationRequest,
  type VerificationResult,
} from './refusal.ts';
import { matchesAnyName, matchesAnySan, undecidedSan } from './san.ts';
import type { Certificate } from './x509/certificate.ts';
import { defaultMaxDepth, type ChainFailure, type ChainOptions } from './x509/chain-model.ts';
import { checkTime, verifyChain } from './x509/chain.ts';

/** Judges what the peer sent, leaf first, by a context that verifies something. */
export function verifyDefault(
  leaf: Certificate,
  sent: readonly Certificate[],
  validation: PeerValidation,
  request: VerificationRequest,
): VerificationResult {
  const { anchors, context } = validation;
  const unseen: ('anchors' | 'CRL')[] = [];
  const assumed: string[] = [];
  if (anchors !== 'none') {
    const options = chainOptions(validation, request);
    if (validation.crls === 'unseen') unseen.push('CRL');
    // `/certs` tells no issuer: then what can be said without a chain is all there is.
    if (anchors === 'unseen' || leaf.facts.issuer === '') {
      unseen.push('anchors');
      const error = leafError(leaf, options);
      if (error !== undefined) return refuseChain(error, request);
    } else {
      const chain = verifyChain(leaf, sent, options);
      if (!chain.ok) return refuseChain(chain, request);
      if (chain.unchecked) assumed.push(signaturesAssumed);
    }
  }
  const names = checkNames(leaf, validation, request);
  if (names !== undefined) return names;
  const pins = checkPins(leaf, context.certificateHashes, context.spkiHashes, request);
  if (pins !== undefined) return pins;
  const checked =
    anchors !== 'none' || context.sans.length > 0 || pinned(context.certificateHashes, context.spkiHashes);
  return { kind: 'accepted', verified: checked, unseen, assumed };
}

function chainOptions({ anchors, context, crls }: PeerValidation, request: VerificationRequest): ChainOptions {
  const lists = crls === 'unseen' ? [] : crlsOf(crls);
  const configured = crls !== 'unseen' && (context.crl !== undefined || lists.length > 0);
  return {
    anchors: typeof anchors === 'string' ? [] : anchors.flatMap(certificatesOf),
    crls: lists,
    revocation: configured ? (context.onlyVerifyLeafCrl ? 'leaf' : 'all') : 'none',
    partialChain: true,
    purpose: request.verifier === 'server' ? 'clientAuth' : 'serverAuth',
    ...(context.allowExpired ? {} : { at: request.at }),
    maxDepth: maxDepth(context.maxVerifyDepth, request.verifier),
  };
}

/** `max_verify_depth` counts the anchor and is set on server contexts alone (`addClientValidationContext`). */
function maxDepth(configured: number | undefined, verifier: 'client' | 'server'): number {
  if (configured === undefined || verifier === 'client') return defaultMaxDepth;
  return Math.max(0, configured - 1);
}

/** What can be said of a leaf without knowing the anchors. */
function leafError(leaf: Certificate, { purpose, at }: ChainOptions): ChainFailure | undefined {
  const usages = leaf.extensions.extendedKeyUsage;
  if (purpose !== undefined && usages !== undefined && !usages.includes(purpose)) {
    return { ok: false, error: 'invalid-purpose', depth: 0, certificate: leaf };
  }
  const error = at === undefined ? undefined : checkTime(leaf, at);
  return error === undefined ? undefined : { ok: false, error, depth: 0, certificate: leaf };
}

function checkNames(
  leaf: Certificate,
  { context }: PeerValidation,
  { extraSans, sanFromSni, envoyVersion }: VerificationRequest,
): Refusal | Extract<VerificationResult, { kind: 'unknown' }> | undefined {
  const names = leaf.extensions.subjectAltNames ?? [];
  const list = names.map(({ text }) => text).join(', ');
  const found = list === '' ? 'the certificate has no alternative names' : `the certificate is for ${list}`;
  if (extraSans.length > 0 && !matchesAnyName(extraSans, names)) {
    const text = isAtLeast(envoyVersion, 37)
      ? `verify SAN list, expected SANs: [${extraSans.join(', ')}], certificate SANs: [${list}]`
      : 'verify SAN list';
    return refuseNames(text, `wanted ${extraSans.join(', ')}; ${found}`, envoyVersion);
  }
  const replaced = sanFromSni !== undefined && extraSans.length === 0;
  const matchers = replaced
    ? [{ type: 'DNS' as const, matcher: { kind: 'exact' as const, value: sanFromSni } }]
    : context.sans;
  if (matchers.length === 0) return undefined;
  const result = matchesAnySan(matchers, names);
  if (result === undefined) return { kind: 'unknown', needs: [undecidedSan(names)] };
  if (result) return undefined;
  const text = isAtLeast(envoyVersion, 37) ? `SAN matcher, certificate SANs are [${list}]` : 'SAN matcher';
  const wanted = matchers.map(({ matcher }) =>
    matcher.kind === 'exact' ? matcher.value : `${matcher.kind} ${matcher.value}`,
  );
  return refuseNames(text, `wanted ${wanted.join(' or ')}; ${found}`, envoyVersion);
}

function pinned(hashes: readonly string[], spkis: readonly string[]): boolean {
  return hashes.length > 0 || spkis.length > 0;
}

/** `verify_certificate_hash` (hex, with or without colons) or `verify_certificate_spki` (base64): one hit in either suffices. */
function checkPins(
  { facts }: Certificate,
  hashes: readonly string[],
  spkis: readonly string[],
  { envoyVersion }: VerificationRequest,
): Refusal | Extract<VerificationResult, { kind: 'unknown' }> | undefined {
  if (!pinned(hashes, spkis)) return undefined;
  const wanted = hashes.map((hash) => hash.replaceAll(':', '').toLowerCase());
  if (facts.fingerprint !== undefined && wanted.includes(facts.fingerprint)) return undefined;
  const keys = spkis.map((spki) => Buffer.from(spki, 'base64').toString('hex'));
  if (facts.publicKey !== undefined && keys.includes(facts.publicKey)) return undefined;
  const missing =
    (wanted.length > 0 && facts.fingerprint === undefined) || (keys.length > 0 && facts.publicKey === undefined);
  if (missing) return { kind: 'unknown', needs: ['the certificate, to compare it with what is pinned'] };
  return {
    kind: 'refused',
    failure: 'pin-mismatch',
    error: verifyFailed('cert hash and spki', envoyVersion),
    alert: 'bad_certificate_hash_value',
    detail: `the certificate is none of the ${wanted.length + keys.length} that are pinned`,
  };
}
