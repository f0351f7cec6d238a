import { describe, expect, it } from 'vitest';
import { readElement } from '../../../../src/envoy/tls/x509/der.ts';
import { readAuthorityKey, readExtensions, readRawExtensions } from '../../../../src/envoy/tls/x509/extensions.ts';
import { ascii, der } from '../../../mint/der-writer.ts';

const bytes = (...octets: readonly number[]) => Uint8Array.from(octets);
const oid = (text: string) => der(6, Buffer.from(text, 'hex'));

/** One extension, by the last arc of its identifier (2.5.29.N). */
function extension(arc: number, value: Uint8Array, critical = false) {
  return { oid: `2.5.29.${arc}`, critical, value };
}

const read = (arc: number, value: Uint8Array) => readExtensions([extension(arc, value)]);

it('a certificate without extensions says nothing', () => {
  const nothing = { ca: false, crlDistributionPoints: [], unknownCritical: false, invalid: false };
  expect(readExtensions([])).toEqual(nothing);
  expect(Object.keys(readExtensions([])).toSorted()).toEqual(Object.keys(nothing).toSorted());
});

describe('basic constraints', () => {
  it('say whether it is a CA, and how many may follow', () => {
    expect(read(19, der(0x30, der(1, bytes(0xff)), der(2, bytes(3))))).toMatchObject({
      ca: true,
      pathLength: 3,
      invalid: false,
    });
    expect(read(19, der(0x30, der(1, bytes(0xff))))).not.toHaveProperty('pathLength');
    expect(read(19, der(0x30))).toMatchObject({ ca: false, invalid: false });
    expect(read(19, der(0x30, der(1, bytes(0))))).toMatchObject({ ca: false });
  });

  it('with a path length for what is no CA are invalid', () => {
    expect(read(19, der(0x30, der(2, bytes(0))))).toMatchObject({ ca: false, pathLength: 0, invalid: true });
  });
});

it('key usage names its bits', () => {
  const names = [
    'digitalSignature',
    'nonRepudiation',
    'keyEncipherment',
    'dataEncipherment',
    'keyAgreement',
    'keyCertSign',
    'cRLSign',
    'encipherOnly',
    'decipherOnly',
  ];
  expect(read(15, der(3, bytes(7, 0xff, 0x80))).keyUsage).toEqual(names);
  for (const [index, name] of names.slice(0, 8).entries()) {
    expect(read(15, der(3, bytes(0, 0x80 >> index))).keyUsage).toEqual([name]);
  }
});

it('extended key usage names the purposes that TLS knows, others by identifier', () => {
  const purposes = [1, 2, 3, 4, 8, 9].map((arc) => der(6, bytes(0x2b, 6, 1, 5, 5, 7, 3, arc)));
  expect(read(37, der(0x30, ...purposes, oid('551d2500'), oid('2a03'))).extendedKeyUsage).toEqual([
    'serverAuth',
    'clientAuth',
    'codeSigning',
    'emailProtection',
    'timeStamping',
    'OCSPSigning',
    'anyExtendedKeyUsage',
    '1.2.3',
  ]);
});

describe('identifiers of keys', () => {
  const directory = der(0xa4, der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, ascii('Root'))))));

  it('are those of the subject and of its issuer', () => {
    expect(read(14, der(4, bytes(1, 2)))).toMatchObject({ subjectKeyId: '0102' });
    expect(read(35, der(0x30, der(0x80, bytes(0xab))))).toMatchObject({ authorityKey: { keyId: 'ab' } });
  });

  it('may name the issuer’s certificate', () => {
    const value = der(0x30, der(0xa1, der(0x82, ascii('x')), directory), der(0x82, bytes(0, 0xff)));
    expect(readAuthorityKey(value)).toEqual({ issuer: 'cn=root', serialNumber: 'ff' });
    expect(readAuthorityKey(der(0x30, der(0xa1, der(0x82, ascii('x')))))).toEqual({});
    expect(Object.keys(readAuthorityKey(der(0x30)))).toEqual([]);
  });
});

const uri = (text: string) => der(0x86, ascii(text));
const point = (...names: readonly Uint8Array[]) => der(0x30, der(0xa0, der(0xa0, ...names)));

it('distribution points are those with URIs', () => {
  const reasons = der(0x30, der(0x81, bytes(0)));
  const relative = der(0x30, der(0xa0, der(0xa1)));
  const value = der(0x30, point(uri('http://a'), der(0x82, ascii('x'))), reasons, relative, point(uri('http://b')));
  expect(read(31, value).crlDistributionPoints).toEqual(['http://a', 'http://b']);
});

describe('a critical extension', () => {
  it.each([15, 17, 19, 30, 32, 33, 36, 37, 54])('2.5.29.%i is one that BoringSSL implements', (arc) => {
    const harmless = new Map([
      [15, der(3, bytes(0, 0x80))],
      [19, der(0x30)],
    ]).get(arc);
    expect(readExtensions([extension(arc, harmless ?? der(0x30), true)]).unknownCritical).toBe(false);
  });

  it.each([14, 31, 35, 99])('2.5.29.%i is none', (arc) => {
    const value = arc === 14 ? der(4, bytes(1)) : der(0x30);
    expect(readExtensions([extension(arc, value, true)]).unknownCritical).toBe(true);
    expect(readExtensions([extension(arc, value)]).unknownCritical).toBe(false);
  });
});

it('an extension is critical when it says so', () => {
  const one = (...parts: readonly Uint8Array[]) => der(0x30, oid('2a03'), ...parts, der(4, bytes(7)));
  const list = der(0x30, one(), one(der(1, bytes(0xff))), one(der(1, bytes(0))));
  expect(readRawExtensions(readElement(list))).toEqual([
    { oid: '1.2.3', critical: false, value: bytes(7) },
    { oid: '1.2.3', critical: true, value: bytes(7) },
    { oid: '1.2.3', critical: false, value: bytes(7) },
  ]);
  expect(readRawExtensions(undefined)).toEqual([]);
});
