/** The certificates a side sends along with its leaf. */
import { certificatesOf } from './certificates.ts';
import type { CertificateChain, TlsSide } from './connection.ts';
import { chainFromAnchors } from './x509/build-chain.ts';
import type { Certificate } from './x509/certificate.ts';

/**
 * The chain as configured, leaf first. A leaf alone is completed from the side's own `trusted_ca`, as far as that
 * reaches (`ssl_auto_chain_if_needed` in BoringSSL's `ssl_x509.cc`).
 */
export function buildSentChain(chain: CertificateChain, { validation }: TlsSide): Certificate[] {
  const certificates = certificatesOf(chain);
  const [leaf, ...more] = certificates;
  if (leaf === undefined || more.length > 0 || validation === undefined || validation === 'warming')
    return certificates;
  const { anchors, context } = validation;
  if (typeof anchors === 'string' || context.spiffe !== undefined) return certificates;
  return chainFromAnchors(leaf, anchors.flatMap(certificatesOf));
}
