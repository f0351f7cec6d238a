import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certificateFacts, certificatesOf, chainOf, crlsOf } from '../../../src/envoy/tls/certificates.ts';
import { mint, mintCrl } from '../../mint/mint.ts';
import { chain } from './sides.ts';

const root = await mint({
  subject: 'CN=root, O=mesh\\, inc',
  ca: true,
  pathLength: 1,
  keyUsage: ['keyCertSign', 'cRLSign'],
});
const leaf = await mint({
  subject: '',
  issuer: root,
  key: 'EC P-384',
  sans: ['DNS:web', 'URI:spiffe://td/ns/demo/sa/web', 'IP:fd00::1', 'EMAIL:me@corp', 'IP:10.0.0.1'],
  extendedKeyUsage: ['serverAuth', 'any'],
  keyUsage: ['digitalSignature'],
  notBefore: new Date('2049-12-31T23:59:59Z'),
  notAfter: new Date('2050-01-01T00:00:00Z'),
});

describe('certificateFacts', () => {
  const [facts, rootFacts] = certificateFacts(`some words\n${leaf.pem}between\n${root.pem}`);

  it('tells identity, validity and use of each certificate in a bundle', () => {
    expect(facts).toMatchObject({
      subject: '',
      uris: ['spiffe://td/ns/demo/sa/web'],
      dnsNames: ['web'],
      ipAddresses: ['fd00::1', '10.0.0.1'],
      emails: ['me@corp'],
      notBefore: '2049-12-31T23:59:59Z',
      notAfter: '2050-01-01T00:00:00Z',
      ca: false,
      keyType: 'EC P-384',
      extendedKeyUsage: ['serverAuth', 'anyExtendedKeyUsage'],
      keyUsage: ['digitalSignature'],
    });
    expect(rootFacts).toMatchObject({ subject: 'O=mesh\\, inc,CN=root', ca: true, pathLength: 1, keyType: 'EC P-256' });
  });

  it('keeps the order of the alternative names', () => {
    expect(facts?.subjectAltNames).toEqual(['web', 'spiffe://td/ns/demo/sa/web', 'fd00::1', 'me@corp', '10.0.0.1']);
  });

  it('counts digests and serial numbers as others do', () => {
    const other = new X509Certificate(leaf.pem);
    expect(facts?.fingerprint).toBe(other.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(facts?.serialNumber).toBe(other.serialNumber.toLowerCase());
  });

  it('names the issuer by name and key', () => {
    expect(facts?.issuer).toBe(rootFacts?.subject);
    expect(facts?.authorityKeyId).toBe(rootFacts?.subjectKeyId);
  });

  it('leaves out what is no certificate', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    expect(certificateFacts(`${broken}${leaf.key.pem}${root.pem}`)).toHaveLength(1);
    expect(certificateFacts('-----BEGIN CERTIFICATE-----')).toEqual([]);
  });
});

describe('chainOf', () => {
  it('does not know a chain in a file', () => {
    expect(chainOf({ chain: { kind: 'file', filename: '/etc/certs/cert-chain.pem' } })).toBeUndefined();
  });

  it('takes facts in place of a chain', () => {
    const facts = certificateFacts(leaf.pem);
    expect(chainOf({ facts })).toEqual({ facts });
  });
});

describe('certificatesOf', () => {
  it('makes of facts what it makes of the certificate, as far as facts go', () => {
    const [fromPem] = certificatesOf(chain(leaf));
    const [fromFacts] = certificatesOf({ facts: certificateFacts(leaf.pem) });
    expect(fromFacts).toMatchObject({ subject: fromPem?.subject, issuer: fromPem?.issuer, key: fromPem?.key });
    const names = (one: typeof fromPem) => one?.extensions.subjectAltNames?.map(({ type, text }) => `${type}:${text}`);
    expect(names(fromFacts)).toEqual(names(fromPem));
  });
});

describe('crlsOf', () => {
  it('reads the lists among other blocks', async () => {
    const crl = await mintCrl(root, { revoked: [leaf] });
    const [list] = crlsOf([root.pem + crl]);
    expect([...(list?.revoked ?? [])]).toEqual(certificateFacts(leaf.pem).map(({ serialNumber }) => serialNumber));
  });
});
