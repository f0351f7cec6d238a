/** PEM: bundles of certificates and revocation lists, with whatever stands between them. */

export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  /** The block itself, from BEGIN to END. */
  readonly text: string;
}

/** A bundle with more blocks than this is cut; the largest real ones (Mozilla's roots) hold about 150. */
const limit = 5000;

/** The blocks in `text` with one of `labels`, in order. Blocks of other kinds (keys above all) are not even decoded. */
export function pemBlocks(text: string, labels: readonly string[]): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (let at = 0; blocks.length < limit;) {
    const begin = text.indexOf('-----BEGIN ', at);
    if (begin < 0) break;
    const labelEnd = text.indexOf('-----', begin + 11);
    if (labelEnd < 0) break;
    const label = text.slice(begin + 11, labelEnd);
    const end = text.indexOf(`-----END ${label}-----`, labelEnd);
    if (end < 0) {
      at = labelEnd;
      continue;
    }
    at = end + label.length + 14;
    if (labels.includes(label)) {
      const body = text.slice(labelEnd + 5, end);
      blocks.push({ label, der: Buffer.from(body, 'base64'), text: text.slice(begin, at) });
    }
  }
  return blocks;
}

/** The labels under which BoringSSL reads a certificate. */
export const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];
export const crlLabels = ['X509 CRL'];
