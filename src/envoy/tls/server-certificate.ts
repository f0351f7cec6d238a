/** Which of its certificates a server shows (`default_tls_certificate_selector.cc`, `server_context_impl.cc`). */
import { certificatesOf } from './certificates.ts';
import type { ClientHello } from './client-hello.ts';
import type { CertificateChain } from '../connection.ts';
import type { CipherSuite } from './cipher-suites.ts';
import { ecdsaCurvesOf } from './signature-algorithms.ts';
import type { Certificate } from './x509/certificate.ts';

/** What of the server's settings bears on the choice. */
export interface ServerChoice {
  readonly takesTls13: boolean;
  readonly ciphers: readonly CipherSuite[];
  readonly fullScanCertsOnSniMismatch: boolean;
}

interface Entry {
  readonly chain: CertificateChain;
  readonly leaf: Certificate | undefined;
}

/** The certificate shown; a name that no certificate has is no failure here. Undefined when there are none. */
export function selectServerCertificate(
  chains: readonly CertificateChain[],
  hello: ClientHello,
  server: ServerChoice,
): CertificateChain | undefined {
  const entries = chains.map((chain): Entry => ({ chain, leaf: certificatesOf(chain)[0] }));
  const curves = ecdsaCurves(hello, server);
  if (hello.sni !== '') {
    const exact = choose(named(entries, hello.sni), curves);
    if (exact !== undefined) return exact.chain;
    const dot = hello.sni.indexOf('.', 1);
    const wildcard = dot < 0 || dot === hello.sni.length - 1 ? [] : named(entries, hello.sni.slice(dot));
    const covering = choose(wildcard, curves);
    if (covering !== undefined) return covering.chain;
    if (!server.fullScanCertsOnSniMismatch) return chains[0];
  }
  return choose(entries, curves)?.chain ?? chains[0];
}

/** ECDSA before RSA when the client can take it; RSA only when it is the fallback or the client takes no ECDSA. */
function choose(entries: readonly Entry[], curves: readonly string[]): Entry | undefined {
  const rsa = entries.find(({ leaf }) => leaf?.key?.kind !== 'EC');
  if (curves.length === 0) return rsa;
  return entries.find(({ leaf }) => leaf?.key?.kind === 'EC' && curves.includes(leaf.key.curve)) ?? rsa;
}

/** Of certificates with the same name and kind of key only the first counts. */
function named(entries: readonly Entry[], pattern: string): Entry[] {
  const kinds = new Set<string>();
  return entries.filter(({ leaf }) => {
    if (leaf === undefined || !namePatterns(leaf).includes(pattern) || kinds.has(leaf.key?.kind ?? '')) return false;
    kinds.add(leaf.key?.kind ?? '');
    return true;
  });
}

/** DNS names, wildcards without their star; the common name only where there are no alternative names. */
function namePatterns({ extensions, commonNames }: Certificate): string[] {
  const names =
    extensions.subjectAltNames?.flatMap(({ type, text }) => (type === 'DNS' ? [text] : [])) ?? commonNames.slice(0, 1);
  return names.map((name) => (name.startsWith('*.') ? name.slice(1) : name));
}

/** `getClientEcdsaCapabilities`. */
function ecdsaCurves(hello: ClientHello, server: ServerChoice): string[] {
  if (hello.versions.includes('TLSv1_3') && server.takesTls13) return ecdsaCurvesOf(hello.signatureAlgorithms);
  const usable = hello.ciphers.suites.some(
    (suite) => suite.authentication === 'ECDSA' && server.ciphers.some(({ name }) => name === suite.name),
  );
  return usable ? ['P-256', 'P-384', 'P-521'].filter((curve) => hello.groups.includes(curve)) : [];
}
