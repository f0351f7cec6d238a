/** Certificates by what they were asked for: minted once per run, and used again. */
import { createHash, X509Certificate } from 'node:crypto';
import { mint, type Minted, type Order } from '../../mint/mint.ts';

const minted = new Map<string, Promise<Minted>>();
const labels = new Map<string, string>();

/** The certificate of that name; `order` says how it is made. */
export function once(name: string, order: () => Promise<Order> | Order): Promise<Minted> {
  const known = minted.get(name);
  if (known !== undefined) return known;
  const made = Promise.resolve(order())
    .then(mint)
    .then((one) => {
      labels.set(fingerprint(one.pem), name);
      return one;
    });
  minted.set(name, made);
  return made;
}

/** SHA-256 of a certificate, hex. */
export function fingerprint(pem: string): string {
  const der = Buffer.from(pem.replaceAll(/-----[^-]+-----/gu, ''), 'base64');
  return createHash('sha256').update(der).digest('hex');
}

/** SHA-256 of a certificate's public key, base64, as `verify_certificate_spki` wants it. */
export function publicKeyHash({ pem }: Minted): string {
  const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}

/** What a certificate was minted as. */
export function labelOf(print: string | undefined): string {
  return print === undefined || print === '' ? 'nothing' : (labels.get(print) ?? 'a certificate nobody minted');
}

/** Fingerprints of all that was minted so far, and as what. */
export function mintedLabels(): ReadonlyMap<string, string> {
  return labels;
}
