/** Certificates as dumps carry them: PEM bundles, or the facts that stand in their place in redacted dumps. */
import type { CertificateChain } from '../connection.ts';
import { memoised } from '../memo.ts';
import type { CertificateFacts, TlsCertificate, TrustedCa } from '../model.ts';
import { certificateFromFacts, readCertificate, type Certificate } from './x509/certificate.ts';
import { readCrl, type Crl } from './x509/crl.ts';
import { certificateLabels, crlLabels, pemBlocks } from './x509/pem.ts';

/** One PEM certificate of a bundle; `certificate` is undefined where its bytes are none. */
interface BundleEntry {
  readonly pem: string;
  readonly certificate?: Certificate;
}

const readBundle = memoised((pem): readonly BundleEntry[] => {
  return pemBlocks(pem, certificateLabels).map(({ der, text }) => {
    const certificate = readCertificate(der);
    return 'unreadable' in certificate ? { pem: text } : { pem: text, certificate };
  });
}, 4096);

const readCrls = memoised((pem): readonly Crl[] => {
  return pemBlocks(pem, crlLabels).flatMap(({ der }) => readCrl(der) ?? []);
}, 256);

const fromFacts = new WeakMap<CertificateFacts, Certificate>();
const chains = new WeakMap<TlsCertificate, { readonly chain: CertificateChain | undefined }>();
const anchors = new WeakMap<TrustedCa, readonly CertificateChain[] | 'unseen'>();

/** What is known of the certificates in a PEM bundle, in order; blocks that are no certificate are left out. */
export function certificateFacts(pem: string): CertificateFacts[] {
  return readBundle(pem).flatMap(({ certificate }) => certificate?.facts ?? []);
}

/** The chain of a `TlsCertificate`, leaf first; undefined where the dump does not carry it (a file, a key provider). */
export function chainOf(certificate: TlsCertificate): CertificateChain | undefined {
  const known = chains.get(certificate) ?? { chain: readChain(certificate) };
  chains.set(certificate, known);
  return known.chain;
}

function readChain({ chain, facts }: TlsCertificate): CertificateChain | undefined {
  if (chain?.kind === 'inline') {
    const entries = readBundle(chain.pem).filter(({ certificate }) => certificate !== undefined);
    if (entries.length > 0) {
      return {
        facts: entries.flatMap(({ certificate }) => certificate?.facts ?? []),
        pem: entries.map(({ pem }) => pem),
      };
    }
  }
  return facts === undefined || facts.length === 0 ? undefined : { facts };
}

/** The anchors of a `trusted_ca`, one by one; 'unseen' where the dump does not carry them. */
export function anchorsOf(trusted: TrustedCa): readonly CertificateChain[] | 'unseen' {
  const known = anchors.get(trusted) ?? readAnchors(trusted);
  anchors.set(trusted, known);
  return known;
}

function readAnchors({ source, facts }: TrustedCa): readonly CertificateChain[] | 'unseen' {
  if (source?.kind === 'inline') {
    const bundled = readBundle(source.pem).flatMap(({ certificate, pem }) =>
      certificate === undefined ? [] : [{ facts: [certificate.facts], pem: [pem] }],
    );
    if (bundled.length > 0) return bundled;
  }
  return facts === undefined || facts.length === 0 ? 'unseen' : facts.map((one) => ({ facts: [one] }));
}

/** The certificates of a chain, for verification: from their bytes where these are at hand. */
export function certificatesOf({ facts, pem }: CertificateChain): Certificate[] {
  if (pem !== undefined) return pem.flatMap((one) => readBundle(one).flatMap(({ certificate }) => certificate ?? []));
  return facts.map((one) => {
    const known = fromFacts.get(one) ?? certificateFromFacts(one);
    fromFacts.set(one, known);
    return known;
  });
}

/** The revocation lists in PEM texts; other blocks are passed over, as Envoy does. */
export function crlsOf(pems: readonly string[]): Crl[] {
  return pems.flatMap(readCrls);
}

/** Whether a PEM text holds a revocation list. */
export function holdsCrl(pem: string): boolean {
  return readCrls(pem).length > 0;
}
