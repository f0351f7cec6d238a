import { describe, expect, it } from 'vitest';
import { composeHello } from '../../../src/envoy/tls/client-hello.ts';
import { cipherList } from '../../../src/envoy/tls/cipher-suites.ts';
import { selectServerCertificate } from '../../../src/envoy/tls/server-certificate.ts';
import type { CertificateChain, TlsSide } from '../../../src/envoy/connection.ts';
import type { KeyKind } from '../../mint/keys.ts';
import { mint } from '../../mint/mint.ts';
import { chain, side } from './sides.ts';

async function named(key: KeyKind, sans: readonly string[], subject = ''): Promise<CertificateChain> {
  return chain(await mint({ subject, key, ...(sans.length === 0 ? {} : { sans }) }));
}

const a = await named('EC P-256', ['DNS:a.test']);
const aRsa = await named('RSA 2048', ['DNS:a.test']);
const aSecond = await named('EC P-256', ['DNS:a.test']);
const a384 = await named('EC P-384', ['DNS:a.test']);
const a521 = await named('EC P-521', ['DNS:a.test']);
const wild = await named('EC P-256', ['URI:spiffe://td/a', 'DNS:*.wild.test']);
const common = await named('EC P-256', [], 'CN=c.test');
const commonAndNames = await named('EC P-256', ['DNS:other.test'], 'CN=d.test');
const nobody = await named('RSA 2048', []);
const modern = { params: { maximum: 'TLSv1_3' } } as const;

interface Asked extends Partial<TlsSide> {
  readonly fullScan?: boolean;
  readonly takesTls13?: boolean;
  readonly serverCiphers?: readonly string[];
}

/** Which of these a server shows. */
function shown(
  chains: readonly CertificateChain[],
  { fullScan = false, takesTls13 = true, serverCiphers, ...rest }: Asked,
) {
  const hello = composeHello(side({ ...modern, ...rest }));
  if (hello.kind !== 'hello') throw new Error(hello.detail);
  const params = serverCiphers === undefined ? {} : { cipherSuites: serverCiphers };
  const ciphers = cipherList({ params, application: false }).suites;
  return selectServerCertificate(chains, hello, { takesTls13, ciphers, fullScanCertsOnSniMismatch: fullScan });
}

describe('a server name', () => {
  it.each([
    ['of a certificate chooses it', 'a.test', [wild, a], a],
    ['under a wildcard chooses it', 'x.wild.test', [a, wild], wild],
    ['two labels under a wildcard does not', 'x.y.wild.test', [a, wild], a],
    ['of the wildcard’s parent does not', 'wild.test', [a, wild], a],
    ['is compared with the common name where there are no other names', 'c.test', [a, common], common],
    ['is not compared with the common name beside other names', 'd.test', [a, commonAndNames], a],
    ['that is a URI of a certificate chooses nothing', 'spiffe://td/a', [a, wild], a],
    ['of nobody leads to the first', 'unknown.test', [wild, a], wild],
    ['that ends in a dot has no wildcard', 'x.', [a, wild], a],
    ['that begins with a dot is no label under a wildcard', '.wild.test', [a, wild], wild],
  ])('%s', (_, sni, chains, expected) => expect(shown(chains, { sni })).toBe(expected));

  it('goes before a wildcard', async () => {
    const exact = await named('EC P-256', ['DNS:x.wild.test']);
    expect(shown([wild, exact], { sni: 'x.wild.test' })).toBe(exact);
  });

  it('of nobody makes all compete with full_scan_certs_on_sni_mismatch', () => {
    expect(shown([nobody, a], { sni: 'unknown.test', fullScan: true })).toBe(a);
    expect(shown([nobody, a], { sni: 'unknown.test' })).toBe(nobody);
  });
});

describe('keys', () => {
  it('ECDSA goes before RSA where the client can take it', () => {
    expect(shown([aRsa, a], { sni: 'a.test' })).toBe(a);
    expect(
      shown([aRsa, a], { sni: 'a.test', params: { ...modern.params, signatureAlgorithms: ['rsa_pss_rsae_sha256'] } }),
    ).toBe(aRsa);
  });

  it('without a server name all compete', () => {
    expect(shown([nobody, a], {})).toBe(a);
    expect(shown([a384], { params: { ...modern.params, signatureAlgorithms: ['ecdsa_secp256r1_sha256'] } })).toBe(a384);
  });

  it('of certificates with one name and kind of key the first counts', () => {
    expect(shown([a, aSecond], { sni: 'a.test' })).toBe(a);
    expect(shown([aSecond, a], { sni: 'a.test' })).toBe(aSecond);
    const only256 = { ...modern.params, signatureAlgorithms: ['ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha256'] };
    expect(shown([nobody, a384, a, aRsa], { sni: 'a.test', params: only256 })).toBe(aRsa);
  });

  it('before TLS 1.3 a suite that both list and the curve decide', () => {
    const old = { maximum: 'TLSv1_2' } as const;
    expect(shown([aRsa, a], { params: old })).toBe(a);
    expect(shown([aRsa, a], { params: old, serverCiphers: ['ECDHE-RSA-AES128-GCM-SHA256'] })).toBe(aRsa);
    expect(shown([aRsa, a], { params: { ...old, cipherSuites: ['aRSA'] } })).toBe(aRsa);
    expect(shown([aRsa, a384], { params: old })).toBe(aRsa);
    expect(shown([aRsa, a384], { params: { ...old, ecdhCurves: ['P-384'] } })).toBe(a384);
    expect(shown([aRsa, a], { params: { ...old, ecdhCurves: ['P-384'] } })).toBe(aRsa);
    expect(shown([aRsa, a521], { params: { ...old, ecdhCurves: ['P-521'] } })).toBe(a521);
  });

  it('a server without TLS 1.3 chooses by suite and curve whatever the client offers', () => {
    expect(shown([aRsa, a], { takesTls13: false, serverCiphers: ['ECDHE-RSA-AES128-GCM-SHA256'] })).toBe(aRsa);
    expect(shown([aRsa, a], { serverCiphers: ['ECDHE-RSA-AES128-GCM-SHA256'] })).toBe(a);
  });
});

it('a server without certificates shows none', () => {
  expect(shown([], { sni: 'a.test' })).toBeUndefined();
});
