import { describe, expect, it } from 'vitest';
import { parseIp } from '../../../src/envoy/ip.ts';
import type { CidrRange } from '../../../src/envoy/model.ts';
import {
  entries,
  holds,
  lookUp,
  PrefixTableBuilder,
  type PrefixTable,
} from '../../../src/envoy/listen/prefix-table.ts';

function range(text: string): CidrRange {
  const [ip = '', length = '0'] = text.split('/');
  return { ip, prefixLength: Number(length) };
}

/** A table whose values are lists of the labels filed under a range. */
function tableOf(labels: Record<string, readonly string[]>): PrefixTable<readonly string[]> {
  const builder = new PrefixTableBuilder<string[]>(() => []);
  for (const [label, ranges] of Object.entries(labels)) {
    for (const value of builder.at(ranges.map(range))) value.push(label);
  }
  return builder.build((value) => value);
}

function look(table: PrefixTable<readonly string[]>, text: string): readonly string[] | string | undefined {
  const ip = parseIp(text);
  return ip === undefined ? 'no address' : lookUp(table, ip);
}

describe('a table of ranges', () => {
  const table = tableOf({
    wide: ['10.0.0.0/8', '2001:db8::/32'],
    narrow: ['10.1.0.0/16', '2001:db8:1::/48'],
    one: ['10.1.2.3/32', '2001:db8:1::1/128'],
    all: [],
  });

  it.each([
    ['10.1.2.3', 'one'],
    ['10.1.2.4', 'narrow'],
    ['10.2.0.0', 'wide'],
    ['11.0.0.0', 'all'],
    ['2001:db8:1::1', 'one'],
    ['2001:db8:1::2', 'narrow'],
    ['2001:db8:2::', 'wide'],
    ['2001:db9::', 'all'],
    ['255.255.255.255', 'all'],
  ])('%s is held by %s, the longest', (ip, label) => expect(look(table, ip)).toEqual([label]));

  it('holds nothing outside of its ranges', () => {
    expect(look(tableOf({ some: ['10.0.0.0/8'] }), '11.0.0.1')).toBeUndefined();
    expect(look(tableOf({ some: ['0.0.0.0/0'] }), '::1')).toBeUndefined();
    expect(look(tableOf({ some: ['::/0'] }), '10.0.0.1')).toBeUndefined();
  });

  it('files ranges that differ behind the prefix only under one value', () => {
    const same = tableOf({ one: ['10.1.2.3/8', '2001:db8::1/32'], other: ['10.9.9.9/8', '2001:db8::2/32'] });
    expect(look(same, '10.0.0.1')).toEqual(['one', 'other']);
    expect(look(same, '2001:db8::')).toEqual(['one', 'other']);
  });

  it('files a label once however often a range is given', () => {
    expect(look(tableOf({ one: ['10.0.0.0/8', '10.1.0.0/8'] }), '10.0.0.1')).toEqual(['one']);
  });

  it('is ambiguous where a range of length 0 stands beside no range', () => {
    const both = tableOf({ zero: ['0.0.0.0/0'], all: [], narrow: ['10.0.0.0/8'] });
    expect(look(both, '11.0.0.1')).toBe('ambiguous');
    expect(look(both, '10.0.0.1')).toEqual(['narrow']);
    expect(look(both, '::1')).toEqual(['all']);
    expect(look(tableOf({ zero: ['::/0'], all: [] }), '::1')).toBe('ambiguous');
  });

  it('cuts lengths to the address and leaves out what is no address', () => {
    expect(look(tableOf({ one: ['10.0.0.1/64'] }), '10.0.0.1')).toEqual(['one']);
    expect(look(tableOf({ one: ['10.0.0.1/-1'] }), '99.0.0.1')).toEqual(['one']);
    expect(look(tableOf({ one: ['host/8'] }), '10.0.0.1')).toBeUndefined();
  });

  it('lists what it holds', () => {
    const listed = entries(table).map(({ prefix, value }) => [prefix?.length, ...value].join(' '));
    expect(listed.toSorted()).toEqual(
      [' all', '32 one', '128 one', '16 narrow', '48 narrow', '8 wide', '32 wide'].toSorted(),
    );
  });
});

describe('a range', () => {
  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/31', '10.0.0.2', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '::1', true],
    ['2001:db8::/127', '2001:db8::1', true],
    ['2001:db8::/127', '2001:db8::2', false],
    ['host/0', '10.0.0.1', false],
  ])('%s holds %s: %s', (cidr, text, expected) => {
    const ip = parseIp(text);
    expect(ip !== undefined && holds(range(cidr), ip)).toBe(expected);
  });
});
