/**
 * The last levels of filter chain selection, which look at the client's address: direct source, source type, source,
 * source port. What is not known of the client is tried out: with every kind of client that these chains can tell
 * apart; only where they end differently the answer is unknown.
 */
import type { Detected } from '../connection.ts';
import type { BySource, BySourcePort, BySourceType } from './filter-chain-index.ts';
import type { FilterChain, Listener } from '../model.ts';
import { branchOf, type Branch } from './branch.ts';
import { formatIp, isLoopback, parseIp, width, type Ip } from '../ip.ts';
import { entries, lookUp, type Prefix } from './prefix-table.ts';

interface Client {
  readonly direct: Ip;
  readonly remote: Ip;
  readonly port: number;
}

/** The chain for a client, among the chains that everything but the client's address left over. */
export function selectBySource(listener: Listener, bySource: BySource, detected: Detected): Branch<FilterChain> {
  const local = detected.destination === null ? undefined : parseIp(detected.destination.ip);
  let first: Branch<FilterChain> | undefined;
  for (const client of clients(listener, bySource, detected, local)) {
    const found = descend(bySource, client, local);
    if (found.kind === 'unknown') return found;
    first ??= found;
    if (!same(first, found)) return { kind: 'unknown', needs: unknownPart(detected) };
  }
  return first ?? { kind: 'unknown', needs: unknownPart(detected) };
}

function same(one: Branch<FilterChain>, other: Branch<FilterChain>): boolean {
  if (one.kind === 'found' && other.kind === 'found') return one.value === other.value;
  return one.kind === other.kind;
}

function unknownPart({ source, directSource }: Detected): string {
  if (source === undefined) return "the client's address";
  return directSource === undefined ? 'the address of the peer that connects' : "the client's port";
}

function descend(bySource: BySource, client: Client, local: Ip | undefined): Branch<FilterChain> {
  const byType = branchOf(lookUp(bySource, client.direct), 'direct_source_prefix_ranges');
  if (byType.kind !== 'found') return byType;
  const byRemote = byType.value[sourceType(byType.value, client.remote, local)] ?? byType.value.ANY;
  if (byRemote === undefined) return { kind: 'nothing', at: 'source_type' };
  const byPort = branchOf(lookUp(byRemote, client.remote), 'source_prefix_ranges');
  if (byPort.kind !== 'found') return byPort;
  const chain = byPort.value.get(client.port) ?? byPort.value.get(0);
  return chain === undefined ? { kind: 'nothing', at: 'source_ports' } : { kind: 'found', value: chain };
}

/** `Utility::isSameIpOrLoopback`. */
function sourceType(types: BySourceType, remote: Ip, local: Ip | undefined): keyof BySourceType {
  if (types.SAME_IP_OR_LOOPBACK === undefined && types.EXTERNAL === undefined) return 'ANY';
  return isLocal(remote, local) ? 'SAME_IP_OR_LOOPBACK' : 'EXTERNAL';
}

/** Whether a peer counts as local: 127.0.0.1, ::1, or the address it connected to. */
export function isLocal(remote: Ip, local: Ip | undefined): boolean {
  return isLoopback(remote) || (remote.version === local?.version && remote.bits === local.bits);
}

/** Every client that fits what is known and that the chains could treat differently. */
function* clients(
  listener: Listener,
  bySource: BySource,
  { source, directSource }: Detected,
  local: Ip | undefined,
): Generator<Client> {
  const remote = source === undefined ? undefined : parseIp(source.ip);
  const direct = directSource === undefined ? undefined : parseIp(directSource.ip);
  const ports = source?.port === undefined ? () => probes(bySource).ports : () => [source.port ?? 0];
  if (remote !== undefined && direct !== undefined) {
    for (const port of ports()) yield { direct, remote, port };
    return;
  }
  const addresses = [...probes(bySource).addresses, ...(local === undefined ? [] : [local])];
  // Only a PROXY header sets the client apart from the peer that connects; else both are one, of the family it dialled.
  const apart = remote !== undefined || listener.listenerFilters.some(({ kind }) => kind === 'proxy_protocol');
  const possible = apart ? addresses : addresses.filter(({ version }) => version === (local?.version ?? version));
  for (const one of remote === undefined ? possible : [remote]) {
    for (const peer of peers(direct, apart ? possible : [one])) {
      for (const port of ports()) yield { direct: peer, remote: one, port };
    }
  }
}

function peers(known: Ip | undefined, possible: readonly Ip[]): readonly Ip[] {
  return known === undefined ? possible : [known];
}

interface Probes {
  readonly addresses: readonly Ip[];
  readonly ports: readonly number[];
}

const cache = new WeakMap<BySource, Probes>();

/** Addresses from every region that the ranges of these chains divide the client's world into; ports likewise. */
function probes(bySource: BySource): Probes {
  let found = cache.get(bySource);
  if (found === undefined) {
    const remote = entries(bySource)
      .flatMap(({ value }) => Object.values(value))
      .flatMap((table) => entries(table));
    const prefixes = [...entries(bySource), ...remote].flatMap(({ prefix }) => prefix ?? []);
    found = { addresses: probeAddresses(prefixes), ports: probePorts(remote.map(({ value }) => value)) };
    cache.set(bySource, found);
  }
  return found;
}

/** Ranges nest or lie apart: the first address of each, and the first behind each, meet every region. */
function probeAddresses(prefixes: readonly Prefix[]): Ip[] {
  const some: Ip[] = [
    { version: 4, bits: 0x7f00_0001 },
    { version: 4, bits: 0 },
    { version: 6, bits: 1n },
    { version: 6, bits: 0n },
  ];
  for (const { ip, length } of prefixes) {
    some.push(ip);
    const behind = firstBehind(ip, length);
    if (behind !== undefined) some.push(behind);
  }
  return [...new Map(some.map((ip) => [formatIp(ip), ip])).values()];
}

function firstBehind(ip: Ip, length: number): Ip | undefined {
  const rest = width(ip.version) - length;
  if (ip.version === 4) {
    const bits = ip.bits + 2 ** rest;
    return bits < 2 ** 32 ? { version: 4, bits } : undefined;
  }
  const bits = ip.bits + (1n << BigInt(rest));
  return bits < 1n << 128n ? { version: 6, bits } : undefined;
}

/** Every port that is named, and one that is not. */
function probePorts(maps: readonly BySourcePort[]): number[] {
  const named = new Set(maps.flatMap((ports) => [...ports.keys()]));
  let other = 1;
  while (named.has(other)) other += 1;
  return [other, ...[...named].filter((port) => port !== 0)];
}
