import { describe, expect, it } from 'vitest';
import { certificateFromFacts, readCertificate, type Certificate } from '../../../../src/envoy/tls/x509/certificate.ts';
import { certificateLabels, crlLabels, pemBlocks } from '../../../../src/envoy/tls/x509/pem.ts';
import { childrenOf, readElement, tags } from '../../../../src/envoy/tls/x509/der.ts';
import { der } from '../../../mint/der-writer.ts';
import { mint } from '../../../mint/mint.ts';

const root = await mint({ subject: 'CN=root', ca: true, pathLength: 2, keyUsage: ['keyCertSign'] });
const leaf = await mint({
  subject: 'CN=web',
  issuer: root,
  sans: ['URI:spiffe://td/a', 'EMAIL:me@corp', 'UPN:me'],
  extendedKeyUsage: ['serverAuth'],
  keyUsage: ['digitalSignature'],
});
const plain = await mint({ subject: 'CN=plain', noKeyIds: true });

function derOf(pem: string): Uint8Array {
  const [block] = pemBlocks(pem, certificateLabels);
  if (block === undefined) throw new Error('no certificate');
  return block.der;
}

function read(bytes: Uint8Array): Certificate {
  const certificate = readCertificate(bytes);
  if ('unreadable' in certificate) throw new Error(certificate.unreadable);
  return certificate;
}

/** A certificate's parts: what is signed, the algorithm, the signature; and the fields of the first. */
function partsOf(pem: string): { outer: Uint8Array[]; fields: Uint8Array[] } {
  const outer = childrenOf(readElement(derOf(pem)), tags.sequence);
  const fields = childrenOf(outer[0], tags.sequence);
  return { outer: outer.map(({ whole }) => whole), fields: fields.map(({ whole }) => whole) };
}

describe('facts of a certificate', () => {
  it('leave out what it does not say', () => {
    const { facts } = read(derOf(plain.pem));
    const always = 'ca dnsNames fingerprint ipAddresses issuer keyType notAfter notBefore publicKey serialNumber';
    expect(Object.keys(facts).toSorted().join(' ')).toBe(`${always} subject uris`);
    expect(facts).toMatchObject({ uris: [], dnsNames: [], ipAddresses: [] });
    const all = read(derOf(leaf.pem)).facts;
    expect(all).toMatchObject({ emails: ['me@corp'], subjectAltNames: ['spiffe://td/a', 'me@corp', 'me'] });
    expect(all.subjectKeyId).toMatch(/^[0-9a-f]{40}$/u);
  });

  it('make the same certificate, but for what only bytes tell', () => {
    for (const one of [root, leaf, plain]) {
      const { bytes: _, facts, ...rest } = read(derOf(one.pem));
      const made = certificateFromFacts(facts);
      const names = rest.extensions.subjectAltNames?.map(({ type, text }) => ({ type, text }));
      const extensions = { ...rest.extensions, ...(names === undefined ? {} : { subjectAltNames: names }) };
      expect(made).toEqual({ ...rest, facts, extensions });
      expect(Object.keys(made.extensions).toSorted()).toEqual(Object.keys(extensions).toSorted());
    }
  });

  it('without an order of names are taken by type', () => {
    const { subjectAltNames: _, ...facts } = read(derOf(leaf.pem)).facts;
    expect(
      certificateFromFacts({ ...facts, dnsNames: ['a'], ipAddresses: ['10.0.0.1'] }).extensions.subjectAltNames,
    ).toEqual([
      { type: 'URI', text: 'spiffe://td/a' },
      { type: 'DNS', text: 'a' },
      { type: 'IP_ADDRESS', text: '10.0.0.1' },
      { type: 'EMAIL', text: 'me@corp' },
    ]);
  });

  it('with one text for two names keep their types in order', () => {
    const { emails: _, ...facts } = read(derOf(leaf.pem)).facts;
    const both = { ...facts, uris: ['x'], dnsNames: ['x'], subjectAltNames: ['y', 'x', 'x'] };
    expect(certificateFromFacts(both).extensions.subjectAltNames).toEqual([
      { type: 'OTHER_NAME', text: 'y' },
      { type: 'URI', text: 'x' },
      { type: 'DNS', text: 'x' },
    ]);
  });

  it('that do not say what key it has leave that open', () => {
    const { keyType: _, ...facts } = read(derOf(leaf.pem)).facts;
    expect(certificateFromFacts(facts)).not.toHaveProperty('key');
    expect(certificateFromFacts({ ...facts, keyType: 'unheard of' })).not.toHaveProperty('key');
  });
});

describe('bytes', () => {
  const { outer, fields } = partsOf(plain.pem);
  const [body = new Uint8Array(), algorithm = new Uint8Array(), signature = new Uint8Array()] = outer;

  it('of version 3 say so, and those of version 1 do not', () => {
    expect(read(derOf(plain.pem)).version).toBe(3);
    const old = der(0x30, ...fields.slice(1, 7));
    expect(read(der(0x30, old, algorithm, signature))).toMatchObject({ version: 1, subject: 'cn=plain' });
    const second = der(0x30, der(0xa0, der(2, Uint8Array.of(1))), ...fields.slice(1, 7));
    expect(read(der(0x30, second, algorithm, signature)).version).toBe(2);
  });

  it('may hold unique identifiers before the extensions', () => {
    const parts = partsOf(root.pem);
    const identifiers = [der(0x81, Uint8Array.of(0, 1)), der(0x82, Uint8Array.of(0, 1))];
    const whole = der(0x30, ...parts.fields.slice(0, 7), ...identifiers, ...parts.fields.slice(7));
    expect(read(der(0x30, whole, ...parts.outer.slice(1))).extensions).toMatchObject({ ca: true, pathLength: 2 });
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['no algorithm', der(0x30, body)],
    ['no signature', der(0x30, body, algorithm)],
    ['no key', der(0x30, der(0x30, ...fields.slice(0, 6)), algorithm, signature)],
    ['no body', der(0x30)],
    ['another type', der(0x31, body, algorithm, signature)],
  ])('with %s are no certificate', (_, bytes) => {
    expect(readCertificate(bytes)).toEqual({ unreadable: expect.any(String) as unknown });
  });

  it('without an algorithm say that a field is missing', () => {
    expect(readCertificate(der(0x30, body))).toEqual({ unreadable: 'a field is missing' });
  });
});

const block = (label: string, end = label) => `-----BEGIN ${label}-----\nAQID\n-----END ${end}-----`;

describe('a PEM bundle', () => {
  it('holds blocks of the labels that are asked for, with their text', () => {
    const text = `x${block('CERTIFICATE')}y\n${block('RSA PRIVATE KEY')}\n${block('X509 CRL')}z`;
    expect(pemBlocks(text, certificateLabels)).toEqual([
      { label: 'CERTIFICATE', der: Buffer.from([1, 2, 3]), text: block('CERTIFICATE') },
    ]);
    expect(pemBlocks(text, crlLabels).map(({ label }) => label)).toEqual(['X509 CRL']);
    expect(pemBlocks(text, [])).toEqual([]);
  });

  it.each(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'])('%s is a certificate', (label) => {
    expect(pemBlocks(block(label), certificateLabels)).toHaveLength(1);
  });

  it('goes on behind a block that does not end', () => {
    const text = `${block('CERTIFICATE', 'SOMETHING')}\n${block('X509 CERTIFICATE')}`;
    expect(pemBlocks(text, certificateLabels).map(({ label }) => label)).toEqual(['X509 CERTIFICATE']);
  });

  it('ends where a label does not', () => {
    expect(pemBlocks(`${block('CERTIFICATE')}\n-----BEGIN CERT`, certificateLabels)).toHaveLength(1);
    expect(pemBlocks('-----BEGIN ', certificateLabels)).toEqual([]);
  });
});
