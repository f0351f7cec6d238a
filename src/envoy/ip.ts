/**
 * IP addresses and CIDR ranges as Envoy compares them: by value, never by spelling.
 * Source: envoy `source/common/network/{address_impl,cidr_range,utility}.cc`.
 */

/** An address by value: IPv4 as a number below 2^32, IPv6 as a bigint below 2^128. */
export type Ip = { readonly version: 4; readonly bits: number } | { readonly version: 6; readonly bits: bigint };

const [dot, zero, nine] = [46, 48, 57];
const groupsOfIpv6 = 8;
const bitsOfGroup = 16n;
const ipv4Mapped = 0xffffn;

/** The address a text spells, or undefined where it spells none. A zone (`%eth0`) is left out. */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const bits = parseIpv4(text);
    return bits === undefined ? undefined : { version: 4, bits };
  }
  const zone = text.indexOf('%');
  const bits = parseIpv6(zone < 0 ? text : text.slice(0, zone));
  return bits === undefined ? undefined : { version: 6, bits };
}

function parseIpv4(text: string): number | undefined {
  // Read digit by digit: every edge asks this of several texts.
  let bits = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === dot) {
      if (digits === 0 || dots === 3) return undefined;
      bits = bits * 256 + octet;
      dots += 1;
      octet = 0;
      digits = 0;
    } else {
      if (code < zero || code > nine || (digits > 0 && octet === 0)) return undefined;
      octet = octet * 10 + code - zero;
      if (octet > 255) return undefined;
      digits += 1;
    }
  }
  return dots === 3 && digits > 0 ? bits * 256 + octet : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front = '', back] = halves;
  const head = parseGroups(front);
  const tail = back === undefined ? [] : parseGroups(back);
  if (head === undefined || tail === undefined) return undefined;
  const missing = groupsOfIpv6 - head.length - tail.length;
  if (back === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.reduce((bits, group) => (bits << bitsOfGroup) | BigInt(group), 0n);
}

/** Groups between colons; the last may be an IPv4 address, which counts for two. */
function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/iu.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const embedded = at === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded === undefined) return undefined;
    groups.push(Math.floor(embedded / 0x1_0000), embedded % 0x1_0000);
  }
  return groups;
}

/** The text Envoy prints for an address (`inet_ntop`): lower case, the longest run of zero groups as `::`. */
export function formatIp(ip: Ip): string {
  return ip.version === 4 ? formatIpv4(ip.bits) : formatIpv6(ip.bits);
}

function formatIpv4(bits: number): string {
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

function formatIpv6(bits: bigint): string {
  const high = bits >> 32n;
  const compatible = high === 0n && bits > 0xffffn;
  if (high === ipv4Mapped || compatible) {
    const prefix = compatible ? '::' : '::ffff:';
    return `${prefix}${formatIpv4(Number(bits & 0xffff_ffffn))}`;
  }
  const groups = Array.from({ length: groupsOfIpv6 }, (_, at) =>
    Number((bits >> (bitsOfGroup * BigInt(groupsOfIpv6 - 1 - at))) & 0xffffn),
  );
  const run = longestZeroRun(groups);
  if (run.length < 2) return formatGroups(groups);
  return `${formatGroups(groups.slice(0, run.start))}::${formatGroups(groups.slice(run.start + run.length))}`;
}

function formatGroups(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(':');
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [at, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: at - length + 1, length };
  }
  return best;
}

/** One spelling per address, for use as a key; text that is no address stays as it is. */
export function canonicalIp(text: string): string {
  const ip = parseIp(text);
  return ip === undefined ? text : formatIp(ip);
}

/** Whether two texts spell the same address. */
export function sameIp(one: string, other: string): boolean {
  return one === other || canonicalIp(one) === canonicalIp(other);
}

/** An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) as the IPv4 address it stands for; others as they are. */
export function unmapIp(ip: Ip): Ip {
  if (ip.version === 4 || ip.bits >> 32n !== ipv4Mapped) return ip;
  return { version: 4, bits: Number(ip.bits & 0xffff_ffffn) };
}

/** 127.0.0.1 or ::1, nothing else of 127.0.0.0/8 (`Utility::isLoopbackAddress`). */
export function isLoopback(ip: Ip): boolean {
  return ip.version === 4 ? ip.bits === 0x7f00_0001 : ip.bits === 1n;
}

/** 0.0.0.0 or ::. */
export function isWildcard(ip: Ip): boolean {
  return ip.version === 4 ? ip.bits === 0 : ip.bits === 0n;
}

/** Length of an address in bits: 32 or 128. */
export function width(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}
