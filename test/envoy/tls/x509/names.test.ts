import { describe, expect, it } from 'vitest';
import { readElement, type DerElement } from '../../../../src/envoy/tls/x509/der.ts';
import { readGeneralName } from '../../../../src/envoy/tls/x509/general-names.ts';
import { commonNames, nameKey, nameText, valuesOf } from '../../../../src/envoy/tls/x509/names.ts';
import { ascii, der } from '../../../mint/der-writer.ts';

/** Object identifiers whose arcs fit into one octet each, and the long ones by hand. */
const oids: Readonly<Record<string, string>> = {
  UID: '0992268993f22c640101',
  DC: '0992268993f22c640119',
  emailAddress: '2a864886f70d010901',
  '1.2.3': '2a03',
};

function attribute(type: string | number, value: Uint8Array): Uint8Array {
  const oid = typeof type === 'number' ? Uint8Array.of(0x55, 4, type) : Buffer.from(oids[type] ?? '', 'hex');
  return der(0x30, der(6, oid), value);
}

const utf8 = (text: string) => der(0x0c, ascii(text));

function name(...rdns: readonly (readonly Uint8Array[])[]): DerElement {
  return readElement(der(0x30, ...rdns.map((attributes) => der(0x31, ...attributes))));
}

const general = (tag: number, ...contents: readonly Uint8Array[]) =>
  readGeneralName(readElement(der(tag, ...contents)));

describe('a distinguished name as text', () => {
  it('begins with the most specific part', () => {
    expect(nameText(name([attribute(6, utf8('DE'))], [attribute(10, utf8('mesh'))], [attribute(3, utf8('a'))]))).toBe(
      'CN=a,O=mesh,C=DE',
    );
    expect(nameText(name([attribute(3, utf8('a')), attribute(11, utf8('b'))]))).toBe('OU=b+CN=a');
    expect(nameText(name())).toBe('');
  });

  it.each([
    [3, 'CN'],
    [4, 'SN'],
    [5, 'serialNumber'],
    [6, 'C'],
    [7, 'L'],
    [8, 'ST'],
    [9, 'street'],
    [10, 'O'],
    [11, 'OU'],
    [12, 'title'],
    [17, 'postalCode'],
    [42, 'GN'],
    [46, 'dnQualifier'],
    ['UID', 'UID'],
    ['DC', 'DC'],
    ['emailAddress', 'emailAddress'],
    ['1.2.3', '1.2.3'],
  ])('calls attribute %s %s', (type, short) => {
    expect(nameText(name([attribute(type, utf8('x'))]))).toBe(`${short}=x`);
  });

  it.each([
    ['a,b', String.raw`a\,b`],
    ['a+b"c\\d<e>f;g', String.raw`a\+b\"c\\d\<e\>f\;g`],
    [' a b ', String.raw`\ a b\ `],
    ['#a#', String.raw`\#a#`],
  ])('escapes %s', (value, text) => {
    expect(nameText(name([attribute(3, utf8(value))]))).toBe(`CN=${text}`);
    expect(valuesOf(`O=x,CN=${text}+OU=y`, 'CN')).toEqual([value]);
  });

  it('writes what is no text in hex', () => {
    expect(nameText(name([attribute(3, der(4, Uint8Array.of(1, 2)))]))).toBe('CN=#04020102');
  });
});

describe('common names', () => {
  it('come in order, and only those that are text', () => {
    const whole = name([attribute(3, utf8('a'))], [attribute(10, utf8('x')), attribute(3, utf8('b'))]);
    expect(commonNames(whole)).toEqual(['a', 'b']);
    expect(commonNames(name([attribute(3, der(4, ascii('a')))]))).toEqual([]);
  });

  it('are found in text by type, wherever they stand', () => {
    expect(valuesOf('CN=a,O=CN,OU=b+CN=c', 'CN')).toEqual(['a', 'c']);
    expect(valuesOf('O=a', 'CN')).toEqual([]);
    expect(valuesOf(String.raw`O=x\,CN=y`, 'CN')).toEqual([]);
    expect(valuesOf('CN=', 'CN')).toEqual(['']);
  });
});

it('names are the same but for case and repeated blanks', () => {
  expect(nameKey('CN=A  b\tC')).toBe('cn=a b c');
  expect(nameKey('CN=Ä')).toBe('cn=Ä');
});

describe('an alternative name', () => {
  const upn = der(6, Buffer.from('2b060104018237140203', 'hex'));
  const other = (...value: readonly Uint8Array[]) => general(0xa0, upn, ...value);

  it.each([
    [0x81, 'me@corp', 'EMAIL'],
    [0x82, 'web.test', 'DNS'],
    [0x86, 'spiffe://td/a', 'URI'],
  ])('of tag %i is %s, %s', (tag, text, type) => expect(general(tag, ascii(text))).toEqual({ type, text }));

  it.each([
    ['0a000001', '10.0.0.1'],
    ['fd000000000000000000000000000001', 'fd00::1'],
    ['00', ''],
    ['0a0000010000', ''],
  ])('with the address %s is %s', (octets, text) => {
    expect(general(0x87, Buffer.from(octets, 'hex'))).toEqual({ type: 'IP_ADDRESS', text });
  });

  it('that is a directory name reads like one', () => {
    expect(general(0xa4, name([attribute(3, utf8('a'))]).whole)).toEqual({ type: 'DIRECTORY', text: 'CN=a' });
  });

  it('of a kind that Envoy does not print has no text', () => {
    expect(general(0x88, Uint8Array.of(0x2a, 3))).toEqual({ type: 'OTHER', text: '' });
  });

  it.each([
    ['UTF-8', 0x0c, '6d65', 'me'],
    ['IA5', 0x16, '6d65', 'me'],
    ['null', 0x05, '', ''],
    ['true', 0x01, 'ff', 'true'],
    ['false', 0x01, '00', 'false'],
    ['an integer', 0x02, '0100', '256'],
    ['a negative integer', 0x02, 'ff', '-1'],
    ['an integer without octets', 0x02, '', ''],
    ['an enumerated value', 0x0a, '02', '2'],
    ['an object identifier', 0x06, '2a03', '1.2.3'],
    ['a bit string', 0x03, '006d65', 'me'],
    ['an octet string', 0x04, '6d65', 'me'],
    ['BMP', 0x1e, '006d', 'm'],
    ['BMP, cut off', 0x1e, '006d00', ''],
    ['universal', 0x1c, '0000006d', 'm'],
  ])('of another type with %s', (_, tag, octets, text) => {
    expect(other(der(0xa0, der(tag, Buffer.from(octets, 'hex'))))).toEqual({
      type: 'OTHER_NAME',
      text,
      oid: '1.3.6.1.4.1.311.20.2.3',
    });
  });

  it('of another type without a value has no text', () => {
    expect(other()).toMatchObject({ type: 'OTHER_NAME', text: '' });
    expect(other(der(0xa0))).toMatchObject({ type: 'OTHER_NAME', text: '' });
    expect(other(der(0xa0, der(0x02, new Uint8Array(65))))).toMatchObject({ text: '' });
    expect(other(der(0xa0, der(0x02, new Uint8Array(64))))).toMatchObject({ text: '0' });
  });
});
