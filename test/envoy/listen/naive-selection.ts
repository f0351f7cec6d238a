/**
 * Filter chain selection written the slow and obvious way, as a second opinion: every chain is spread out into one
 * row per combination of its values, and each criterion in turn keeps the rows with the best value that fits.
 */
import type { Detected } from '../../../src/envoy/connection.ts';
import type { CidrRange, FilterChain } from '../../../src/envoy/model.ts';
import { parseIp } from '../../../src/envoy/ip.ts';

interface Row {
  readonly chain: FilterChain;
  readonly values: readonly Value[];
}

type Value = string | number | CidrRange | undefined;

/** The name of the chain that takes the connection, `undefined` where none does. */
export function naiveSelection(chains: readonly FilterChain[], detected: Required<Detected>): string | undefined {
  let rows = chains.flatMap(spread);
  for (const [criterion, rank] of ranks(detected, rows).entries()) {
    const ranked = rows.map((row) => ({ row, rank: rank(row.values[criterion], rows) }));
    const best = Math.max(...ranked.map(({ rank: each }) => each));
    if (best < 0) return undefined;
    rows = ranked.filter(({ rank: each }) => each === best).map(({ row }) => row);
  }
  return rows[0]?.chain.name;
}

function spread(chain: FilterChain): Row[] {
  const { match } = chain;
  const lists: (readonly Value[])[] = [
    [match.destinationPort],
    orNothing(match.prefixRanges),
    orNothing(match.serverNames),
    [match.transportProtocol],
    orNothing(match.applicationProtocols),
    orNothing(match.directSourcePrefixRanges),
    [match.sourceType],
    orNothing(match.sourcePrefixRanges),
    orNothing(match.sourcePorts),
  ];
  let rows: Value[][] = [[]];
  for (const list of lists) rows = rows.flatMap((row) => list.map((value) => [...row, value]));
  return rows.map((values) => ({ chain, values }));
}

function orNothing(list: readonly Value[]): readonly Value[] {
  return list.length === 0 ? [undefined] : list;
}

/** For each criterion how well a value fits: below 0 not at all, 0 as a catch-all, above by how specific it is. */
function ranks(detected: Required<Detected>, all: readonly Row[]): ((value: Value, rows: readonly Row[]) => number)[] {
  const port = detected.destination?.port;
  const named = all.some(({ values: [value] }) => value === port);
  return [
    (value) => (named ? equal(value, port) : value === undefined ? 0 : -1),
    (value) => range(value, detected.destination?.ip ?? '255.255.255.255'),
    (value) => serverName(value, detected.serverName),
    (value) => (value === '' ? 0 : equal(value, detected.transportProtocol)),
    (value) => protocol(value, detected.applicationProtocols),
    (value) => range(value, detected.directSource.ip),
    (value) => (value === 'ANY' ? 0 : equal(value, sourceType(detected))),
    (value) => range(value, detected.source.ip),
    (value) => (value === undefined ? 0 : equal(value, detected.source.port)),
  ];
}

function equal(value: Value, wanted: Value): number {
  return value === wanted ? 1 : -1;
}

function serverName(value: Value, name: string): number {
  if (value === undefined || value === '') return name === '' ? 1000 : 0;
  if (value === name) return 1000;
  return typeof value === 'string' && value.startsWith('*.') && name.endsWith(value.slice(1)) ? value.length : -1;
}

function protocol(value: Value, offered: readonly string[]): number {
  if (value === undefined) return 0;
  const at = offered.findIndex((each) => each === value);
  return at < 0 ? -1 : 1000 - at;
}

function range(value: Value, text: string): number {
  if (value === undefined) return 0;
  if (typeof value !== 'object') return -1;
  const bits = binary(value.ip).slice(0, value.prefixLength);
  return binary(text).startsWith(bits) && value.ip.includes(':') === text.includes(':') ? value.prefixLength : -1;
}

function binary(text: string): string {
  const ip = parseIp(text);
  if (ip === undefined) return '';
  return ip.bits.toString(2).padStart(ip.version === 4 ? 32 : 128, '0');
}

function sourceType({ source, destination }: Required<Detected>): string {
  const local = ['127.0.0.1', '::1', destination?.ip].includes(source.ip);
  return local ? 'SAME_IP_OR_LOOPBACK' : 'EXTERNAL';
}
