/**
 * Longest-prefix match over CIDR ranges, each with a value: what Envoy's LC trie answers with `exclusive` set.
 * Source: envoy `source/common/network/lc_trie.h`; a range keeps the bits of its prefix only (`cidr_range.cc`).
 */
import type { Ip } from '../ip.ts';
import type { CidrRange } from '../model.ts';
import { parseIp, width } from '../ip.ts';

/** Ranges by length, longest first, so that the first hit is the longest. */
export interface PrefixTable<T> {
  readonly ipv4: readonly Level<number, T>[];
  readonly ipv6: readonly Level<bigint, T>[];
  /** What an empty list of ranges stands for: every address of both families. */
  readonly everything?: T;
}

interface Level<Key, T> {
  readonly length: number;
  readonly values: ReadonlyMap<Key, T>;
}

/** A range in a form that can be looked up; undefined where its text is no address. */
export interface Prefix {
  readonly ip: Ip;
  readonly length: number;
}

/** A CIDR range with the bits behind its prefix cleared; a length outside of the address is cut to it. */
export function prefixOf(range: CidrRange): Prefix | undefined {
  const ip = parseIp(range.ip);
  if (ip === undefined) return undefined;
  const length = Math.max(0, Math.min(range.prefixLength, width(ip.version)));
  return { ip: truncate(ip, length), length };
}

/** The address with all bits behind the first `length` cleared. */
export function truncate(ip: Ip, length: number): Ip {
  if (ip.version === 4) return { version: 4, bits: truncateIpv4(ip.bits, length) };
  return { version: 6, bits: truncateIpv6(ip.bits, length) };
}

function truncateIpv4(bits: number, length: number): number {
  const rest = 2 ** (32 - length);
  return bits - (bits % rest);
}

function truncateIpv6(bits: bigint, length: number): bigint {
  const rest = BigInt(128 - length);
  return (bits >> rest) << rest;
}

/** Collects values by range; asking twice for one range gives the same value. */
export class PrefixTableBuilder<T> {
  // Most tables have no ranges at all: then these are never made.
  #ipv4: ByLength<number, T> | undefined;
  #ipv6: ByLength<bigint, T> | undefined;
  readonly #make: () => T;
  #everything: T | undefined;

  constructor(make: () => T) {
    this.#make = make;
  }

  /** The values of these ranges; of every address where the list is empty. Ranges that cannot be read are left out. */
  at(ranges: readonly CidrRange[]): readonly T[] {
    if (ranges.length === 0) return [(this.#everything ??= this.#make())];
    const values = new Set<T>();
    for (const range of ranges) {
      const prefix = prefixOf(range);
      if (prefix === undefined) continue;
      const { ip, length } = prefix;
      if (ip.version === 4) values.add(emplace(at((this.#ipv4 ??= new Map()), length), ip.bits, this.#make));
      else values.add(emplace(at((this.#ipv6 ??= new Map()), length), ip.bits, this.#make));
    }
    return [...values];
  }

  /** The finished table, its values replaced by what `finish` makes of them. */
  build<R>(finish: (value: T) => R): PrefixTable<R> {
    const ipv4 = levels(this.#ipv4, finish);
    const ipv6 = levels(this.#ipv6, finish);
    return this.#everything === undefined ? { ipv4, ipv6 } : { ipv4, ipv6, everything: finish(this.#everything) };
  }
}

type ByLength<Key, T> = Map<number, Map<Key, T>>;

function at<Key, T>(byLength: ByLength<Key, T>, length: number): Map<Key, T> {
  return emplace(byLength, length, () => new Map<Key, T>());
}

const none: readonly never[] = [];

/** The value under a key, made when it is not there yet. */
export function emplace<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function levels<Key, T, R>(byLength: ByLength<Key, T> | undefined, finish: (value: T) => R): readonly Level<Key, R>[] {
  if (byLength === undefined) return none;
  return [...byLength]
    .map(([length, values]) => ({ length, values: new Map([...values].map(([key, value]) => [key, finish(value)])) }))
    .toSorted((one, other) => other.length - one.length);
}

/**
 * The value of the longest range around the address. `ambiguous` where a range of length 0 stands beside an empty
 * list: Envoy then holds two values for the same prefix and takes one by the order of a hash set.
 */
export function lookUp<T>(table: PrefixTable<T>, ip: Ip): T | 'ambiguous' | undefined {
  const found = ip.version === 4 ? inIpv4(table, ip.bits) : inIpv6(table, ip.bits);
  if (found === undefined) return table.everything;
  return found.length === 0 && table.everything !== undefined ? 'ambiguous' : found.value;
}

function inIpv4<T>(table: PrefixTable<T>, bits: number): { length: number; value: T } | undefined {
  for (const { length, values } of table.ipv4) {
    const value = values.get(truncateIpv4(bits, length));
    if (value !== undefined) return { length, value };
  }
  return undefined;
}

function inIpv6<T>(table: PrefixTable<T>, bits: bigint): { length: number; value: T } | undefined {
  for (const { length, values } of table.ipv6) {
    const value = values.get(truncateIpv6(bits, length));
    if (value !== undefined) return { length, value };
  }
  return undefined;
}

/** The values and the ranges of a table, in no order that matters. */
export function entries<T>(table: PrefixTable<T>): readonly { readonly prefix?: Prefix; readonly value: T }[] {
  const ipv4 = table.ipv4.flatMap(({ length, values }) =>
    [...values].map(([bits, value]) => ({ prefix: { ip: { version: 4 as const, bits }, length }, value })),
  );
  const ipv6 = table.ipv6.flatMap(({ length, values }) =>
    [...values].map(([bits, value]) => ({ prefix: { ip: { version: 6 as const, bits }, length }, value })),
  );
  const everything = table.everything === undefined ? [] : [{ value: table.everything }];
  return [...ipv4, ...ipv6, ...everything];
}

/** Whether a range holds an address; a range that cannot be read holds none. */
export function holds(range: CidrRange, ip: Ip): boolean {
  const prefix = prefixOf(range);
  if (prefix === undefined || prefix.ip.version !== ip.version) return false;
  return truncate(ip, prefix.length).bits === prefix.ip.bits;
}
