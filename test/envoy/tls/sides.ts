/** Sides of a handshake made from minted certificates. */
import { anchorsOf, chainOf } from '../../../src/envoy/tls/certificates.ts';
import type { CertificateChain, PeerValidation, TlsSide } from '../../../src/envoy/connection.ts';
import type { ValidationContext } from '../../../src/envoy/model.ts';
import { emptyValidation, peerValidation } from '../../../src/envoy/tls/validation-context.ts';
import type { Minted } from '../../mint/mint.ts';

/** A side that brings nothing and demands nothing. */
export function side(changes: Partial<TlsSide> = {}): TlsSide {
  return {
    params: {},
    certificates: 'none',
    alpn: [],
    requireClientCertificate: false,
    fullScanCertsOnSniMismatch: false,
    sni: '',
    extraSans: [],
    sansFromSni: false,
    envoyVersion: '1.40.0',
    application: false,
    ...changes,
  };
}

/** The chain of these certificates, leaf first. */
export function chain(...certificates: readonly Minted[]): CertificateChain {
  const found = chainOf({ chain: { kind: 'inline', pem: certificates.map(({ pem }) => pem).join('') } });
  if (found === undefined) throw new Error('no certificate was read');
  return found;
}

/** The same chain as a redacted dump holds it. */
export function chainOfFacts(...certificates: readonly Minted[]): CertificateChain {
  return { facts: chain(...certificates).facts };
}

/** A validation that trusts these certificates. */
export function trusting(roots: readonly Minted[], changes: Partial<ValidationContext> = {}): PeerValidation {
  const pem = roots.map((root) => root.pem).join('');
  return peerValidation({ ...emptyValidation, trustedCa: { source: { kind: 'inline', pem } }, ...changes });
}

/** The same with facts in place of certificates. */
export function trustingFacts(roots: readonly Minted[], changes: Partial<ValidationContext> = {}): PeerValidation {
  const anchors = anchorsOf({ source: { kind: 'inline', pem: roots.map((root) => root.pem).join('') } });
  const facts = anchors === 'unseen' ? [] : anchors.flatMap((anchor) => anchor.facts);
  return peerValidation({ ...emptyValidation, trustedCa: { facts }, ...changes });
}
