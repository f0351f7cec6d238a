/** Revocation as BoringSSL checks it (`check_revocation`, `get_crl`, `check_crl`, `cert_crl` in `x509_vfy.cc`). */
import type { Certificate } from './certificate.ts';
import type { ChainFailure, ChainOptions } from './chain-model.ts';
import type { Crl } from './crl.ts';
import { allowsUsage, matchesAuthorityKey } from './issuing.ts';
import { signatureHolds } from './public-key.ts';

/** Every certificate of the chain, or the leaf alone, needs a list that is in force and does not name it. */
export function checkRevocation(chain: readonly Certificate[], options: ChainOptions): ChainFailure | undefined {
  if (options.revocation === 'none') return undefined;
  const checked = options.revocation === 'leaf' ? chain.slice(0, 1) : chain;
  for (const [depth, certificate] of checked.entries()) {
    const failure = checkOne(chain, depth, certificate, options);
    if (failure !== undefined) return { ok: false, depth, certificate, ...failure };
  }
  return undefined;
}

interface Candidate {
  readonly crl: Crl;
  readonly issuer: Certificate;
  readonly timely: boolean;
  readonly scoped: boolean;
}

function checkOne(
  chain: readonly Certificate[],
  depth: number,
  certificate: Certificate,
  { crls, at }: ChainOptions,
): Pick<ChainFailure, 'error' | 'forgery'> | undefined {
  const best = crls
    .flatMap((crl) => rate(crl, chain, depth, certificate, at))
    .reduce<Candidate | undefined>(better, undefined);
  if (best === undefined) return { error: 'unable-to-get-crl' };
  const { crl, issuer } = best;
  if (!allowsUsage(issuer, 'cRLSign')) return { error: 'no-crl-sign' };
  if (!best.scoped) return { error: 'crl-different-scope' };
  if (!best.timely && at !== undefined) {
    return { error: isAfter(crl.thisUpdate, at) ? 'crl-not-yet-valid' : 'crl-expired' };
  }
  if (issuer.bytes !== undefined && signatureHolds(crl, issuer.bytes.spki) === false) {
    return { error: 'crl-signature-failure', forgery: { signed: crl, signer: issuer } };
  }
  if (crl.unknownCritical) return { error: 'crl-unhandled-critical-extension' };
  return crl.revoked.has(certificate.facts.serialNumber) ? { error: 'revoked' } : undefined;
}

/** `get_crl_score`: none for a list that is not this certificate's. */
function rate(
  crl: Crl,
  chain: readonly Certificate[],
  depth: number,
  certificate: Certificate,
  at: Date | undefined,
): Candidate[] {
  if (crl.scope.unusable || crl.issuer !== certificate.issuer) return [];
  const issuer = crlIssuer(crl, chain, depth);
  if (issuer === undefined) return [];
  const timely =
    at === undefined || (!isAfter(crl.thisUpdate, at) && (crl.nextUpdate === undefined || isAfter(crl.nextUpdate, at)));
  return [{ crl, issuer, timely, scoped: inScope(certificate, crl) }];
}

/** `crl_crldp_check`. */
function inScope({ extensions }: Certificate, { scope }: Crl): boolean {
  if (extensions.ca ? scope.onlyUsers : scope.onlyCas) return false;
  const points = scope.distributionPoints;
  return points === undefined || extensions.crlDistributionPoints.some((point) => points.includes(point));
}

/** `crl_akid_check`: the next certificate of the chain (the last one: itself), else a later one of the list's name. */
function crlIssuer(crl: Crl, chain: readonly Certificate[], depth: number): Certificate | undefined {
  const next = Math.min(depth + 1, chain.length - 1);
  const direct = chain[next];
  if (direct !== undefined && matchesAuthorityKey(direct, crl.authorityKey)) return direct;
  return chain
    .slice(next + 1)
    .find((later) => later.subject === crl.issuer && matchesAuthorityKey(later, crl.authorityKey));
}

function better(best: Candidate | undefined, candidate: Candidate): Candidate {
  if (best === undefined) return candidate;
  const gain = score(candidate) - score(best);
  const newer = Date.parse(candidate.crl.thisUpdate) > Date.parse(best.crl.thisUpdate);
  return gain > 0 || (gain === 0 && newer) ? candidate : best;
}

function score({ crl, timely, scoped }: Candidate): number {
  return (crl.unknownCritical ? 0 : 4) + (scoped ? 2 : 0) + (timely ? 1 : 0);
}

function isAfter(time: string, at: Date): boolean {
  return Date.parse(time) / 1000 > Math.floor(at.getTime() / 1000);
}
