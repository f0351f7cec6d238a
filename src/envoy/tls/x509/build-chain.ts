/**
 * From a peer's certificate to an anchor, as BoringSSL's `X509_verify_cert` (`x509_vfy.cc`) goes: the first
 * path that names and identifiers allow is the only one that is tried.
 */
import type { Certificate } from './certificate.ts';
import type { ChainFailure, ChainOptions } from './chain-model.ts';
import { findIssuer, isSame, isSelfSigned, mayHaveIssued } from './issuing.ts';

export interface BuiltChain {
  readonly ok: true;
  readonly chain: readonly Certificate[];
  /** Index of the first certificate that comes from the anchors; the ones before it the peer sent. */
  readonly trustedFrom: number;
}

/** Builds the chain of `leaf` from what the peer sent along (`untrusted`) and the anchors. */
export function buildChain(
  leaf: Certificate,
  untrusted: readonly Certificate[],
  options: ChainOptions,
): BuiltChain | ChainFailure {
  const { anchors } = options;
  const limit = options.maxDepth + 2;
  const chain = collectSent(leaf, untrusted, anchors, limit);
  const invalid = chain.find(({ extensions }) => extensions.invalid);
  if (invalid !== undefined) return { ok: false, error: 'invalid-extension', depth: 0, certificate: invalid };
  let trustedFrom = chain.length;
  let root: Certificate | undefined;
  if (isSelfSigned(lastOf(chain, leaf))) {
    if (chain.length === 1) {
      const anchor = findIssuer(anchors, leaf);
      // Nothing but the very same certificate will do, so that nobody can pose as an anchor.
      if (anchor === undefined || !isSame(anchor, leaf)) {
        return { ok: false, error: 'self-signed-leaf', depth: 0, certificate: leaf };
      }
      trustedFrom = 0;
    } else {
      root = chain.pop();
      trustedFrom = chain.length;
    }
  }
  appendIssuers(chain, anchors, limit);
  if (isTrusted(chain, trustedFrom, options)) {
    return { ok: true, chain, trustedFrom: trustedFrom < chain.length ? trustedFrom : 0 };
  }
  const last = lastOf(chain, leaf);
  if (root !== undefined && mayHaveIssued(root, last)) {
    return { ok: false, error: 'self-signed-in-chain', depth: chain.length, certificate: root };
  }
  const error = trustedFrom >= chain.length ? 'unable-to-get-local-issuer' : 'unable-to-get-issuer';
  return { ok: false, error, depth: chain.length - 1, certificate: last };
}

/** The leaf and what the peer sent above it, until an anchor takes over. */
function collectSent(
  leaf: Certificate,
  untrusted: readonly Certificate[],
  anchors: readonly Certificate[],
  limit: number,
): Certificate[] {
  const chain = [leaf];
  const rest = [...untrusted];
  for (let last = leaf; chain.length < limit;) {
    if (isSelfSigned(last) || findIssuer(anchors, last) !== undefined) break;
    const issuer = findIssuer(rest, last);
    if (issuer === undefined) break;
    rest.splice(rest.indexOf(issuer), 1);
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

function appendIssuers(chain: Certificate[], anchors: readonly Certificate[], limit: number): void {
  for (let last = chain.at(-1); last !== undefined && chain.length < limit && !isSelfSigned(last);) {
    last = findIssuer(anchors, last);
    if (last !== undefined) chain.push(last);
  }
}

/** `check_trust`: a self-signed anchor always; any anchor, or the leaf being one, with PARTIAL_CHAIN. */
function isTrusted(
  chain: readonly Certificate[],
  trustedFrom: number,
  { anchors, partialChain }: ChainOptions,
): boolean {
  const trusted = chain.slice(trustedFrom);
  if (trusted.some(isSelfSigned)) return true;
  if (!partialChain) return false;
  return trusted.length > 0 || anchors.some((anchor) => chain[0] !== undefined && isSame(anchor, chain[0]));
}

function lastOf(chain: readonly Certificate[], leaf: Certificate): Certificate {
  return chain.at(-1) ?? leaf;
}
