/** Random listeners aimed at given features, and connections to them. */
import type { JsonObject } from '../../../src/input/model.ts';
import type { Aim } from '../lab/coverage.ts';
import type { Random } from '../lab/random.ts';
import type { ChainCase, Dialled, Payload, SocketAddress } from './case.ts';
import { listeningPort } from './case.ts';
import { generateChains } from './generate-chains.ts';
import { generateMatcher } from './generate-matcher.ts';
import { listenerFilters, type Filters } from './generate-filters.ts';
import { expected } from './expected.ts';

/** Connections to one listener: the first meets the aim, the others differ from it here and there. */
const connections = 10;

/** `at` makes the addresses of a group its own: all groups of a run live in one Envoy. */
export function generate(random: Random, next: () => Aim, at: number): readonly ChainCase[] {
  const aim = next();
  const place = placeOf(at);
  const dialled = dialledFor(random, aim, place);
  const filters = listenerFilters(random, aim, destinationOf(dialled).port);
  const listeners = listenersFor(random, aim, dialled, filters, place);
  const others = Array.from({ length: connections - 1 }, () => vary(random, dialled, listeners[0]));
  return [{ aim, listeners, dialled }, ...others.map((other) => ({ listeners, dialled: other }))];
}

interface Place {
  /** The address that the first listener is bound to. */
  readonly bound: string;
  /** An address and a port that other listeners of the group have for themselves. */
  readonly exact: Readonly<Record<'IPv4' | 'IPv6', string>>;
  readonly port: number;
}

function placeOf(at: number): Place {
  const [high, low] = [Math.floor(at / 250) % 250, (at % 250) + 1];
  return {
    bound: `127.100.${high}.${low}`,
    exact: { IPv4: `10.1.${high}.${low}`, IPv6: `2001:db8:1:${high.toString(16)}::${low.toString(16)}` },
    port: 1024 + (at % 9000),
  };
}

function dialledFor(random: Random, aim: Aim, place: Place): Dialled {
  const family = aim['family'] === 'IPv6' ? 'IPv6' : 'IPv4';
  const to = { ip: place.bound, port: listeningPort };
  const direct = aim['reached'] === 'direct' || aim['reached'] === 'header allowed but not sent';
  const carried = aim['reached'] === 'v1' || aim['reached'] === 'v2';
  const from = carried ? { ip: random.pick(peers) } : clientOf(random, aim, to.ip, 'IPv4', place);
  const payload = payloadFor(random, aim);
  if (direct) return { to, from, payload };
  const version = aim['reached']?.startsWith('v1') === true ? 1 : 2;
  if (!carried) return { to, from, payload, header: { version } };
  const destination = destinationFor(random, aim, family, place);
  const source = clientOf(random, aim, destination.ip, family, place);
  return { to, from, payload, header: { version, source: { port: random.pick(ports), ...source }, destination } };
}

const peers = ['127.1.2.3', '127.1.9.9', '127.2.0.1', '127.0.0.1'];
const ports = [7001, 7002, 7003, 40_001];
const clients = {
  IPv4: ['127.1.2.3', '127.1.9.9', '127.2.0.1'],
  IPv6: ['2001:db8:9::1', '2001:db8:9:1::2', 'fd00::1'],
};
const loopback = { IPv4: '127.0.0.1', IPv6: '::1' };

/** Direct clients bind a port of their own where chains may ask for it. */
function clientOf(
  random: Random,
  aim: Aim,
  dials: string,
  family: 'IPv4' | 'IPv6',
  place: Place,
): { ip: string; port?: number } {
  const ip =
    aim['client'] === 'loopback'
      ? loopback[family]
      : aim['client'] === 'some address'
        ? random.pick(clients[family])
        : dials;
  const asked = aim['source port'] !== 'none' && aim['source port'] !== undefined;
  return asked ? { ip, port: 20_000 + place.port } : { ip };
}

function destinationFor(random: Random, aim: Aim, family: 'IPv4' | 'IPv6', place: Place): SocketAddress {
  switch (aim['hand-over'] ?? '') {
    case 'exact':
    case 'exact, inspected':
    case 'wildcard':
      return { ip: place.exact[family], port: place.port };
    default: {
      const pool = {
        IPv4: ['10.9.0.1', '10.9.1.1', '172.16.0.1'],
        IPv6: ['2001:db8:7::1', '2001:db8:7:7::1', 'fd12::1'],
      };
      return { ip: random.pick(pool[family]), port: random.pick([80, 443, 999]) };
    }
  }
}

const serverNames = ['a.b.example.test', 'b.example.test', 'A.Example.Test', 'other.test'];
const protocolLists = [
  ['h2', 'http/1.1'],
  ['http/1.1'],
  ['istio-http/1.1', 'istio', 'http/1.1'],
  ['istio', 'h2'],
  ['x'],
];

function payloadFor(random: Random, aim: Aim): Payload {
  const bytes = aim['bytes'] ?? '';
  const sni = bytes.includes('name') ? random.pick(serverNames) : '';
  const alpn = bytes.includes('protocols') ? random.pick(protocolLists) : [];
  if (bytes.startsWith('TLS')) return { kind: 'tls', sni, alpn };
  if (bytes === 'HTTP/1') return { kind: 'http1' };
  if (bytes === 'HTTP/2') return { kind: 'http2' };
  if (bytes === 'nothing') return { kind: 'nothing' };
  return { kind: 'other', text: random.pick(['\0\u0001\u0002\u0003 some bytes', '*1\r\n$4\r\nPING\r\n']) };
}

/** The address a connection is to once listener filters have restored it. */
function destinationOf({ to, header }: Dialled): SocketAddress {
  return header?.source === undefined ? to : header.destination;
}

function listenersFor(
  random: Random,
  aim: Aim,
  dialled: Dialled,
  filters: Filters,
  place: Place,
): readonly JsonObject[] {
  const chains = expected(aim, dialled);
  const selecting =
    aim['selection'] === 'filter_chain_match'
      ? { filter_chains: generateChains(random, aim, chains) }
      : generateMatcher(random, aim['selection'] ?? 'list', chains);
  const chosen: JsonObject = {
    ...selecting,
    ...(aim['default'] === 'yes' ? { default_filter_chain: { name: 'default' } } : {}),
  };
  const bound = { address: socketAddress(place.bound, listeningPort) };
  if (aim['hand-over'] === 'none' || aim['hand-over'] === undefined) {
    return [{ ...bound, ...filters.timeout, listener_filters: [...filters.first, ...filters.inspectors], ...chosen }];
  }
  const before = aim['hand-over'] === 'exact, inspected' ? filters.inspectors : [];
  const behind = aim['hand-over'] === 'exact, inspected' ? [] : filters.inspectors;
  const stays = aim['hand-over'] === 'stays';
  const first: JsonObject = {
    ...bound,
    ...filters.timeout,
    use_original_dst: true,
    listener_filters: [...filters.first, ...(stays ? filters.inspectors : before)],
    ...(stays ? chosen : { filter_chains: [{ name: 'in front' }] }),
  };
  if (stays) return [first];
  const { ip, port } = destinationOf(dialled);
  const wildcard = ip.includes(':') ? '::' : '0.0.0.0';
  const exactChains = { ...filters.timeout, listener_filters: behind, ...chosen };
  const elsewhere = { filter_chains: [{ name: 'elsewhere' }] };
  const byAddress = { address: socketAddress(ip, port), bind_to_port: false };
  const byPort = { address: socketAddress(wildcard, port), bind_to_port: false };
  return aim['hand-over'] === 'wildcard'
    ? [first, { ...byPort, ...exactChains }]
    : [first, { ...byAddress, ...exactChains }, { ...byPort, ...elsewhere }];
}

function socketAddress(address: string, port: number): JsonObject {
  return { socket_address: { address, port_value: port } };
}

/** Another connection to the same listeners: other bytes, another client, or another destination. */
function vary(random: Random, dialled: Dialled, first: JsonObject | undefined): Dialled {
  const bytes = random.pick([
    'TLS, name, protocols',
    'TLS, name',
    'TLS, protocols',
    'TLS',
    'HTTP/1',
    'HTTP/2',
    'other',
  ]);
  const payload = random.chance(0.7) ? payloadFor(random, { bytes }) : dialled.payload;
  const silent = payload.kind === 'nothing' ? payloadFor(random, { bytes: 'HTTP/1' }) : payload;
  const header = dialled.header;
  if (header?.source === undefined || first?.['use_original_dst'] === true) {
    const { port: _, ...from } = dialled.from;
    return { ...dialled, payload: silent, from: random.chance(0.5) ? { ip: random.pick(peers) } : from };
  }
  const family = header.source.ip.includes(':') ? 'IPv6' : 'IPv4';
  const source = random.chance(0.5) ? { ip: random.pick(clients[family]), port: random.pick(ports) } : header.source;
  const destination = random.chance(0.3)
    ? { ip: header.destination.ip, port: random.pick([80, 443, 999, 8080]) }
    : header.destination;
  return { ...dialled, payload: silent, header: { version: header.version, source, destination } };
}
