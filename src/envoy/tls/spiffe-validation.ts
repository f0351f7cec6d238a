/** The SPIFFE validator (`envoy.tls.cert_validator.spiffe`, `spiffe_validator.cc`): the certificate's trust domain chooses the anchors. */
import { anchorsOf, certificatesOf, crlsOf } from './certificates.ts';
import { isAtLeast } from '../envoy-version.ts';
import type { TrustedCa, ValidationContext } from '../model.ts';
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
import { defaultMaxDepth } from './x509/chain-model.ts';
import { verifyChain } from './x509/chain.ts';

/** Judges what the peer sent, leaf first. `trusted_ca` plays no part, and of the matchers only those for URIs. */
export function verifySpiffe(
  leaf: Certificate,
  sent: readonly Certificate[],
  bundles: NonNullable<ValidationContext['spiffe']>,
  context: ValidationContext,
  request: VerificationRequest,
): VerificationResult {
  const { keyUsage, ca } = leaf.extensions;
  if (ca || keyUsage === undefined || keyUsage.includes('keyCertSign') || keyUsage.includes('cRLSign')) {
    return refuse('not-a-leaf', 'cert precheck', 'the certificate may sign others, which a workload must not', request);
  }
  const domain = trustDomain(leaf);
  const bundle = bundles.find(({ trustDomain: name }) => name === domain)?.bundle;
  if (bundle === undefined) {
    const known = bundles.map(({ trustDomain: name }) => name).join(', ');
    const detail = `no trust bundle for the trust domain ${domain ?? '(none)'}; there are ${known}`;
    return refuse('spiffe-no-trust-bundle', 'no trust bundle store', detail, request);
  }
  const anchors = anchorsOf(bundle);
  const assumed: string[] = [];
  if (anchors !== 'unseen') {
    const crls = crlsOf(crlTexts(bundle));
    const chain = verifyChain(leaf, sent, {
      anchors: anchors.flatMap(certificatesOf),
      crls,
      revocation: crls.length > 0 ? 'all' : 'none',
      partialChain: false,
      ...(context.allowExpired ? {} : { at: request.at }),
      maxDepth: defaultMaxDepth,
    });
    // Whatever it is, this validator has but one alert for it.
    if (!chain.ok) return { ...refuseChain(chain, request), alert: 'certificate_unknown' };
    if (chain.unchecked) assumed.push(signaturesAssumed);
  }
  return (
    checkNames(leaf, context, request) ?? {
      kind: 'accepted',
      verified: true,
      unseen: anchors === 'unseen' ? ['anchors'] : [],
      assumed,
    }
  );
}

function refuse(
  failure: Refusal['failure'],
  text: string,
  detail: string,
  { envoyVersion }: VerificationRequest,
): Refusal {
  return { kind: 'refused', failure, error: verifyFailed(text, envoyVersion), alert: 'certificate_unknown', detail };
}

/** Of the first URI; it has to have a path, if only `/`. */
function trustDomain({ extensions }: Certificate): string | undefined {
  const uri = extensions.subjectAltNames?.find(({ type }) => type === 'URI')?.text ?? '';
  return /^spiffe:\/\/(?<domain>[^/]+)\//u.exec(uri)?.groups?.['domain'];
}

function crlTexts({ source }: TrustedCa): string[] {
  return source?.kind === 'inline' ? [source.pem] : [];
}

function checkNames(
  leaf: Certificate,
  { sans }: ValidationContext,
  request: VerificationRequest,
): VerificationResult | undefined {
  const names = leaf.extensions.subjectAltNames ?? [];
  const { extraSans, envoyVersion } = request;
  const found = names.map(({ text }) => text).join(', ');
  if (extraSans.length > 0 && isAtLeast(envoyVersion, 40) && !matchesAnyName(extraSans, names)) {
    return refuseNames(
      overrideText(extraSans),
      `wanted ${extraSans.join(', ')}; the certificate is for ${found}`,
      envoyVersion,
    );
  }
  const matchers = sans
    .filter(({ type }) => type === 'URI' || type === 'any')
    .map((one) => ({ ...one, type: 'URI' as const }));
  if (matchers.length === 0) return undefined;
  const result = matchesAnySan(matchers, names);
  if (result === undefined) return { kind: 'unknown', needs: [undecidedSan(names)] };
  const wanted = matchers.map(({ matcher }) => matcher.value).join(' or ');
  return result
    ? undefined
    : refuseNames('SAN match', `wanted ${wanted}; the certificate is for ${found}`, envoyVersion);
}

/** This validator's own words for `auto_san_validation`. */
function overrideText(wanted: readonly string[]): string {
  return `URI SAN peer identity mismatches, expected SANs: ${wanted.join(', ')}`;
}
