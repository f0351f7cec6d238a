import type { CertificateFacts } from '../envoy/model.ts';
import { readCertificate } from '../envoy/x509/certificate.ts';
import { certificateLabels, pemBlocks } from '../envoy/x509/pem.ts';

/** The facts of the certificates in a PEM text; bytes that are no certificate give none. */
export function certificatesIn(pem: string): CertificateFacts[] {
  return pemBlocks(pem, certificateLabels)
    .map(({ der }) => readCertificate(der))
    .flatMap((certificate) => ('facts' in certificate ? [certificate.facts] : []));
}
