import * as fc from '../property.ts';
import { describe, expect, it } from 'vitest';
import { canonicalIp, formatIp, isLoopback, parseIp, sameIp, unmapIp, type Ip } from '../../src/envoy/ip.ts';

const ip: fc.Arbitrary<Ip> = fc.oneof(
  fc.nat({ max: 0xffff_ffff }).map((bits) => ({ version: 4 as const, bits })),
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((bits) => ({ version: 6 as const, bits })),
  fc.bigInt({ min: 0n, max: (1n << 34n) - 1n }).map((bits) => ({ version: 6 as const, bits })),
);

describe('IP addresses', () => {
  it('are printed so that reading gives them back', () => {
    fc.assert(
      fc.property(ip, (one) => {
        expect(parseIp(formatIp(one))).toEqual(one);
      }),
    );
  });

  it.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:a00:1', '::ffff:10.0.0.1'],
    ['::10.0.0.1', '::10.0.0.1'],
    ['::0', '::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['10.0.0.1', '10.0.0.1'],
  ])('%s is printed as %s', (text, printed) => expect(canonicalIp(text)).toBe(printed));

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '10.0.0.0x1',
    '10.0.0.1.2',
    ' 10.0.0.1',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    '::g',
    '1:10.0.0.1:2::',
    '::10.0.0.300',
    'host',
  ])('%j is no address', (text) => {
    expect(parseIp(text)).toBeUndefined();
    expect(canonicalIp(text)).toBe(text);
  });

  it('are the same whatever their spelling', () => {
    expect(sameIp('2001:db8::1', '2001:DB8:0::0:1')).toBe(true);
    expect(sameIp('::ffff:10.0.0.1', '10.0.0.1')).toBe(false);
  });

  it('mapped into IPv6 stand for IPv4', () => {
    expect(unmapIp({ version: 6, bits: 0xffff_0a00_0001n })).toEqual({ version: 4, bits: 0x0a00_0001 });
    expect(unmapIp({ version: 6, bits: 0x0a00_0001n })).toEqual({ version: 6, bits: 0x0a00_0001n });
    expect(unmapIp({ version: 4, bits: 1 })).toEqual({ version: 4, bits: 1 });
  });

  it('are loopback only as 127.0.0.1 and ::1', () => {
    const loopback = ['127.0.0.1', '::1', '127.0.0.2', '::2', '::ffff:127.0.0.1'].filter((text) => {
      const found = parseIp(text);
      return found !== undefined && isLoopback(found);
    });
    expect(loopback).toEqual(['127.0.0.1', '::1']);
  });
});
