/** Certificates in a few words: by what stays when they are renewed. */
import { certificateFacts } from '../../envoy/tls/certificates.ts';
import type { CertificateFacts, DataSource, TlsCertificate, TrustedCa } from '../../envoy/model.ts';

/** What a certificate says its owner is: SPIFFE ID, DNS name, else the subject. */
export function certificateName({ uris, dnsNames, subject, serialNumber }: CertificateFacts): string {
  return uris[0] ?? dnsNames[0] ?? (subject === '' ? `serial number ${serialNumber}` : subject);
}

/** The certificates at hand, leaf first; undefined where the dump does not carry them. */
export function carried(
  source: DataSource | undefined,
  facts: readonly CertificateFacts[] | undefined,
): readonly CertificateFacts[] | undefined {
  if (facts !== undefined) return facts;
  return source?.kind === 'inline' ? certificateFacts(source.pem) : undefined;
}

/** Where a chain comes from, or whose it is. */
export function chainText({ chain, facts }: TlsCertificate): string {
  const leaf = carried(chain, facts)?.[0];
  return leaf === undefined ? sourceText(chain) : certificateName(leaf);
}

/** Where anchors come from, or which keys they have. */
export function anchorsText({ source, facts }: TrustedCa): string {
  const anchors = carried(source, facts);
  return anchors === undefined || anchors.length === 0
    ? sourceText(source)
    : anchors.map(anchorText).toSorted().join(', ');
}

/** An anchor by its name and key: a renewed root with the same key trusts the same. */
export function anchorText({ subject, publicKey, fingerprint, serialNumber }: CertificateFacts): string {
  const key = publicKey ?? fingerprint;
  return `${subject === '' ? 'a root' : subject} (${key === undefined ? `serial number ${serialNumber}` : `key ${key.slice(0, 16)}`})`;
}

function sourceText(source: DataSource | undefined): string {
  switch (source?.kind) {
    case undefined:
      return 'a key provider';
    case 'file':
      return `file ${source.filename}`;
    case 'environment':
      return `environment ${source.variable}`;
    case 'inline':
      return 'inline';
    case 'redacted':
      return 'redacted';
  }
}
