import { describe, expect, it } from 'vitest';
import {
  bitSet,
  childrenOf,
  contentsOf,
  DerError,
  hex,
  integerHex,
  oidText,
  readElement,
  readElements,
  stringText,
  tags,
  timeText,
} from '../../../../src/envoy/tls/x509/der.ts';
import { ascii, der } from '../../../mint/der-writer.ts';

const bytes = (...octets: readonly number[]) => Uint8Array.from(octets);

const time = (tag: number, text: string) => timeText(readElement(der(tag, ascii(text))));

describe('an element', () => {
  it('has a tag, contents, and ends where its length says', () => {
    const { tag, contents, whole } = readElement(bytes(0x04, 2, 7, 8, 9));
    expect([tag, hex(contents), hex(whole)]).toEqual([4, '0708', '04020708']);
  });

  it('may write its length in up to four octets', () => {
    expect(readElement(bytes(0x04, 0x81, 1, 7)).contents).toHaveLength(1);
    expect(readElement(bytes(0x04, 0x84, 0, 0, 0, 1, 7)).contents).toHaveLength(1);
    expect(readElement(der(4, new Uint8Array(300))).contents).toHaveLength(300);
    expect(readElement(bytes(0x04, 0x7f, ...new Uint8Array(127))).contents).toHaveLength(127);
    expect(readElement(bytes(0x05, 0)).contents).toHaveLength(0);
  });

  it.each([
    ['without a length', [0x04], 'an element is cut off'],
    ['without anything', [], 'an element is cut off'],
    ['with a tag of several octets', [0x1f, 1, 1], 'a tag takes more than one octet'],
    ['of indefinite length', [0x30, 0x80, 0, 0], 'a length is not definite'],
    ['with a length of five octets', [0x04, 0x85, 0, 0, 0, 0, 1, 7], 'a length is not definite'],
    ['longer than its parent', [0x04, 3, 1, 2], 'an element is longer than its parent'],
    ['whose length is cut off', [0x04, 0x82, 1], 'an element is longer than its parent'],
  ])('%s is none', (_, octets, message) => {
    expect(() => readElement(bytes(...octets))).toThrow(new DerError(message));
  });

  it('has to be the one that is expected', () => {
    expect(() => contentsOf(readElement(bytes(0x04, 0)), tags.sequence)).toThrow('expected tag 48, found 4');
    expect(() => contentsOf(undefined, tags.sequence)).toThrow('expected tag 48, found nothing');
    expect(childrenOf(readElement(bytes(0x30, 4, 5, 0, 5, 0)), tags.sequence)).toHaveLength(2);
    expect(readElements(bytes())).toEqual([]);
  });
});

describe('contents', () => {
  it.each([
    ['550403', '2.5.4.3'],
    ['2a864886f70d010101', '1.2.840.113549.1.1.1'],
    ['2b8104', '1.3.132'],
    ['883703', '2.999.3'],
    ['2b0601', '1.3.6.1'],
    ['00', '0.0'],
    ['', ''],
  ])('%s as an object identifier: %s', (octets, text) => expect(oidText(Buffer.from(octets, 'hex'))).toBe(text));

  it.each([
    ['00ff', 'ff'],
    ['00', '00'],
    ['01ff', '01ff'],
    ['0a', '0a'],
  ])('%s as an integer: %s', (octets, text) => expect(integerHex(Buffer.from(octets, 'hex'))).toBe(text));

  it('of a bit string count from the first bit on', () => {
    const bits = bytes(7, 0b1010_0000, 0b1000_0000);
    expect([0, 1, 2, 3, 8, 9, 16].filter((index) => bitSet(bits, index))).toEqual([0, 2, 8]);
  });
});

describe('a time', () => {
  it('with two digits for the year is of 1950 to 2049', () => {
    expect(time(tags.utcTime, '491231235958Z')).toBe('2049-12-31T23:59:58Z');
    expect(time(tags.utcTime, '500102030405Z')).toBe('1950-01-02T03:04:05Z');
    expect(time(tags.utcTime, '990102030405Z')).toBe('1999-01-02T03:04:05Z');
    expect(time(tags.generalizedTime, '20500102030405Z')).toBe('2050-01-02T03:04:05Z');
  });

  it.each([
    [tags.utcTime, '20500102030405Z'],
    [tags.utcTime, '5001020304Z'],
    [tags.utcTime, '500102030405Z0'],
    [tags.generalizedTime, '500102030405Z'],
    [tags.generalizedTime, '20500102030405.5Z'],
    [tags.generalizedTime, '20500102030405Z0'],
    [tags.generalizedTime, '020500102030405Z'],
  ])('(%i) %s is none', (tag, text) => {
    expect(() => time(tag, text)).toThrow(new DerError('a time is not in the form that DER prescribes'));
  });

  it('that is missing is none', () => expect(() => timeText(undefined)).toThrow(DerError));
});

describe('text', () => {
  it.each([
    ['UTF-8', 0x0c, 'c3bc', 'ü'],
    ['printable', 0x13, '41', 'A'],
    ['IA5', 0x16, '41', 'A'],
    ['teletex', 0x14, 'fc', 'ü'],
    ['visible', 0x1a, '41', 'A'],
    ['general', 0x1b, 'fc', 'ü'],
    ['BMP', 0x1e, '00fc0041', 'üA'],
    ['BMP, cut off', 0x1e, '00fc00', undefined],
    ['universal', 0x1c, '0001f60000000041', '\u{1f600}A'],
    ['universal, the last point', 0x1c, '0010ffff', '\u{10ffff}'],
    ['universal, out of range', 0x1c, '00110000', undefined],
    ['no text', 0x04, '41', undefined],
  ])('%s', (_, tag, octets, text) => {
    expect(stringText(readElement(der(tag, Buffer.from(octets, 'hex'))))).toBe(text);
  });
});
