/** Random filter chains around an expected connection: hits, misses, overlaps, dead ends. */
import { formatIp } from '../../../src/envoy/ip.ts';
import { prefixOf, truncate } from '../../../src/envoy/listen/prefix-table.ts';
import type { JsonObject } from '../../../src/input/model.ts';
import type { Aim } from '../lab/coverage.ts';
import type { Random } from '../lab/random.ts';
import type { Expected } from './expected.ts';

/** A match in Envoy's JSON, one list per criterion. */
interface Match {
  readonly destination_port?: number;
  readonly prefix_ranges: readonly Range[];
  readonly server_names: readonly string[];
  readonly transport_protocol?: string;
  readonly application_protocols: readonly string[];
  readonly direct_source_prefix_ranges: readonly Range[];
  readonly source_type?: string;
  readonly source_prefix_ranges: readonly Range[];
  readonly source_ports: readonly number[];
}

interface Range extends JsonObject {
  readonly address_prefix: string;
  readonly prefix_len: number;
}

/** Between one and seven chains; those that Envoy would refuse beside the others are left out. */
export function generateChains(random: Random, aim: Aim, around: Expected): readonly JsonObject[] {
  const taken = new Set<string>();
  const chains: JsonObject[] = [];
  const matches: Match[] = [];
  const wanted = 1 + random.below(7);
  for (let tries = 0; chains.length < wanted && tries < 20; tries += 1) {
    const fresh = matchFor(random, random.chance(fits) ? fitting(aim) : aim, around);
    const match = matches.length > 0 && random.chance(siblings) ? sibling(random, random.pick(matches), fresh) : fresh;
    const leaves = leavesOf(match);
    if (leaves.length !== new Set(leaves).size || leaves.some((leaf) => taken.has(leaf))) continue;
    for (const leaf of leaves) taken.add(leaf);
    matches.push(match);
    chains.push({ name: `chain ${chains.length}`, filter_chain_match: written(match) });
  }
  return chains;
}

/** How many chains differ from another one in one criterion only: then that criterion decides. */
const siblings = 0.5;

/** The match with one criterion taken from another. */
function sibling(random: Random, match: Match, other: Match): Match {
  const criterion = random.pick(criteria);
  const { [criterion]: _, ...rest } = match;
  return { ...rest, ...(criterion in other ? { [criterion]: other[criterion] } : {}) } as Match;
}

const criteria = [
  'destination_port',
  'prefix_ranges',
  'server_names',
  'transport_protocol',
  'application_protocols',
  'direct_source_prefix_ranges',
  'source_type',
  'source_prefix_ranges',
  'source_ports',
] as const;

/** How many chains are made to fit; without, most connections would fit none. */
const fits = 0.6;

/** The aim of a chain that the connection fits. */
function fitting(aim: Aim): Aim {
  const changed = Object.entries(aim).map(([name, value]): [string, string] => [
    name,
    { miss: 'none', mixed: 'hit' }[value] ?? value,
  ]);
  const named: Aim = Object.fromEntries(changed);
  return {
    ...named,
    type: 'none',
    ...(aim['names'] === 'mixed' ? { names: 'exact' } : {}),
  };
}

function matchFor(random: Random, aim: Aim, around: Expected): Match {
  const port = oneOf(random, aim['port'], around.port, random.pick([1, 8080, 9999]));
  const transport = oneOf(
    random,
    aim['transport'],
    around.transport,
    around.transport === 'tls' ? 'raw_buffer' : 'tls',
  );
  const type = typeFor(random, aim['type']);
  return {
    ...(port === undefined ? {} : { destination_port: port }),
    prefix_ranges: rangesFor(random, aim['prefix'], around.ip),
    server_names: namesFor(random, aim['names'], around.serverName),
    ...(transport === undefined ? {} : { transport_protocol: transport }),
    application_protocols: protocolsFor(random, aim['protocols'], around.protocols),
    direct_source_prefix_ranges: rangesFor(random, aim['direct'], around.direct),
    ...(type === undefined ? {} : { source_type: type }),
    source_prefix_ranges: rangesFor(random, aim['source'], around.source),
    source_ports: portsFor(random, aim['source port'], around.sourcePort),
  };
}

/** Most chains carry the criterion, some go without. */
const carries = 0.75;

function oneOf<T>(random: Random, aim: string | undefined, hit: T, miss: T): T | undefined {
  if (aim === 'none' || !random.chance(carries)) return undefined;
  if (aim === 'mixed') return random.pick([hit, miss]);
  return aim === 'hit' ? hit : miss;
}

function typeFor(random: Random, aim: string | undefined): string | undefined {
  const [local, external] = ['SAME_IP_OR_LOOPBACK', 'EXTERNAL'];
  if (aim === 'mixed') return random.pick([local, external, 'ANY']);
  if (aim === 'none' || !random.chance(carries)) return undefined;
  return aim === 'local' ? local : external;
}

function rangesFor(random: Random, aim: string | undefined, ip: string): readonly Range[] {
  if (aim === 'none' || !random.chance(carries)) return [];
  const width = ip.includes(':') ? 128 : 32;
  const other = ip.includes(':') ? '2001:db8:ffff::1' : '192.0.2.1';
  const misses = [range(other, width), range(other, width - 8)];
  const exact = range(ip, width);
  const wide = range(ip, random.pick(ip.includes(':') ? [1, 32, 48, 64, 127] : [1, 8, 15, 16, 24, 31]));
  if (aim === 'miss') return random.some(misses, 1);
  const hits = aim === 'nested' ? random.some([exact, wide], 1) : [exact];
  return random.chance(0.3) ? [...hits, ...random.some(misses, 1)] : hits;
}

function range(address: string, length: number): Range {
  return { address_prefix: address, prefix_len: length };
}

function namesFor(random: Random, aim: string | undefined, name: string): readonly string[] {
  if (aim === 'none' || !random.chance(carries)) return [];
  const sni = name === '' ? 'a.b.example.test' : name;
  const suffixes = sni.split('.').map((_, at, parts) => `*.${parts.slice(at).join('.')}`);
  const wildcards = random.some(suffixes, 1);
  const misses = ['miss.test', '*.miss.test', `*.${sni}`, `x.${sni}`, sni.slice(1)];
  switch (aim ?? '') {
    case 'exact':
      return [random.chance(0.3) ? sni.toUpperCase() : sni];
    case 'wildcard':
      return wildcards;
    case 'miss':
      return random.some(misses, 1);
    default:
      return random.some([sni, ...wildcards, ...misses.slice(0, 2)], 1);
  }
}

function protocolsFor(random: Random, aim: string | undefined, offered: readonly string[]): readonly string[] {
  if (aim === 'none' || !random.chance(carries)) return [];
  const misses = ['spdy/3', 'h3'];
  const hits = offered.length === 0 ? ['h2', 'http/1.1'] : offered;
  if (aim === 'miss') return random.some(misses, 1);
  if (aim === 'hit') return random.some(hits, 1);
  return random.some([...hits, ...misses], 1);
}

function portsFor(random: Random, aim: string | undefined, port: number): readonly number[] {
  if (aim === 'none' || !random.chance(carries)) return [];
  const hit = port === 0 ? 5000 : port;
  if (aim === 'hit') return [hit];
  return aim === 'miss' ? random.some([5001, 5002], 1) : random.some([hit, 5001, 5002], 1);
}

/** Every place in Envoy's nested maps that a chain takes; two chains may not meet in one. */
function leavesOf(match: Match): readonly string[] {
  const lists: readonly (readonly unknown[])[] = [
    [match.destination_port ?? 0],
    match.prefix_ranges.map(cidr),
    match.server_names.map((name) => name.toLowerCase()),
    [match.transport_protocol ?? ''],
    match.application_protocols,
    match.direct_source_prefix_ranges.map(cidr),
    [match.source_type ?? 'ANY'],
    match.source_prefix_ranges.map(cidr),
    match.source_ports,
  ];
  let leaves = [''];
  for (const list of lists) {
    leaves = leaves.flatMap((leaf) => (list.length === 0 ? [''] : list).map((value) => `${leaf}|${String(value)}`));
  }
  return leaves;
}

function cidr(one: Range): string {
  const prefix = prefixOf({ ip: one.address_prefix, prefixLength: one.prefix_len });
  return prefix === undefined ? '' : `${formatIp(truncate(prefix.ip, prefix.length))}/${prefix.length}`;
}

/** Without empty lists, as people write it. */
function written(match: Match): JsonObject {
  const kept = Object.entries(match).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(kept);
}
