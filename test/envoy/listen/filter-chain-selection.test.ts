import * as fc from '../../property.ts';
import { describe, expect, it } from 'vitest';
import type { ChainSelection, Detected } from '../../../src/envoy/connection.ts';
import type { CidrRange, FilterChain, FilterChainMatch, Listener } from '../../../src/envoy/model.ts';
import { selectFilterChain } from '../../../src/envoy/listen/filter-chain-selection.ts';
import { chainOf, listenerOf } from '../builders.ts';
import { naiveSelection } from './naive-selection.ts';

function detectedOf(detected: Partial<Detected> = {}): Detected {
  return {
    kind: 'detected',
    transportProtocol: 'raw_buffer',
    serverName: '',
    applicationProtocols: [],
    destination: { ip: '10.0.0.1', port: 80 },
    source: { ip: '10.9.9.9', port: 40_000 },
    directSource: { ip: '10.9.9.9' },
    waited: 0,
    ...detected,
  };
}

function cidr(text: string): CidrRange {
  const [ip = '', length = ''] = text.split('/');
  return { ip, prefixLength: Number(length) };
}

/** A listener whose chains are named for what they match on. */
function listening(chains: Record<string, Partial<FilterChainMatch>>, more: Partial<Listener> = {}): Listener {
  return listenerOf({ filterChains: Object.entries(chains).map(([name, match]) => chainOf(name, match)), ...more });
}

function outcome(selection: ChainSelection): string {
  switch (selection.kind) {
    case 'chain':
      return selection.byDefault ? `default ${selection.chain.name}` : selection.chain.name;
    case 'none':
      return `none: ${selection.narrowedBy}`;
    case 'unknown':
      return `unknown: ${selection.needs}`;
  }
}

function select(chains: Record<string, Partial<FilterChainMatch>>, detected: Partial<Detected> = {}): string {
  return outcome(selectFilterChain(listening(chains), detectedOf(detected)));
}

/** A client that is its own peer. */
function client(ip: string, port: number): Partial<Detected> {
  return { source: { ip, port }, directSource: { ip } };
}

function to(ip: string): Partial<Detected> {
  return { destination: { ip, port: 80 } };
}

/** The same for a client of which nothing is known. */
function selectUnseen(chains: Record<string, Partial<FilterChainMatch>>, detected: Partial<Detected> = {}): string {
  return outcome(selectFilterChain(listening(chains), unseen(detected)));
}

function unseen(detected: Partial<Detected> = {}): Detected {
  const { source: _, directSource: __, ...rest } = detectedOf(detected);
  return rest;
}

describe('destination_port', () => {
  const chains = { eighty: { destinationPort: 80, transportProtocol: 'tls' }, any: {} };

  it('shuts out chains that name no port as soon as any names it', () => {
    expect(select(chains)).toBe('none: transport_protocol');
  });

  it('leaves other ports to chains that name none', () => {
    expect(select(chains, { destination: { ip: '10.0.0.1', port: 81 } })).toBe('any');
  });

  it('never matches where there is no address', () => {
    expect(select(chains, { destination: null })).toBe('any');
    expect(select({ eighty: { destinationPort: 80 } }, { destination: null })).toBe('none: destination_port');
  });
});

describe('prefix_ranges', () => {
  const chains = {
    pod: { prefixRanges: [cidr('10.0.0.1/32')], serverNames: ['a.test'] },
    net: { prefixRanges: [cidr('10.0.0.0/8'), cidr('2001:db8::/32')] },
    all: {},
  };

  it('takes the longest range and does not come back from it', () => {
    expect(select(chains)).toBe('none: server_names');
  });

  it.each([
    ['10.0.0.2', 'net'],
    ['2001:db8::1', 'net'],
    ['11.0.0.1', 'all'],
    ['::1', 'all'],
  ])('%s goes to %s', (ip, name) => expect(select(chains, to(ip))).toBe(name));

  it('holds no connection without an address unless it is a catch-all', () => {
    expect(select(chains, { destination: null })).toBe('all');
    expect(select({ net: chains.net }, { destination: null })).toBe('none: prefix_ranges');
  });

  it('is open where 0.0.0.0/0 stands beside chains without ranges', () => {
    expect(select({ zero: { prefixRanges: [cidr('0.0.0.0/0')] }, all: {} })).toMatch(/^unknown: .*prefix_ranges/u);
  });
});

describe('server_names', () => {
  const chains = {
    exact: { serverNames: ['a.example.com'] },
    deep: { serverNames: ['*.b.example.com'] },
    wide: { serverNames: ['*.example.com', 'other.test'] },
    none: {},
  };

  it.each([
    ['a.example.com', 'exact'],
    ['x.b.example.com', 'deep'],
    ['x.y.b.example.com', 'deep'],
    ['b.example.com', 'wide'],
    ['x.a.example.com', 'wide'],
    ['example.com', 'none'],
    ['.example.com', 'wide'],
    ['a.example.com.', 'none'],
    ['other.test', 'wide'],
    ['', 'none'],
  ])('%j goes to %s', (serverName, name) => expect(select(chains, { serverName })).toBe(name));

  it('an empty name is no name', () => {
    expect(select({ empty: { serverNames: [''] } }, { serverName: 'a.test' })).toBe('empty');
  });
});

describe('transport and application protocols', () => {
  it('the first protocol the client offers that any chain names decides, whatever the order of the chains', () => {
    const chains = {
      http1: { applicationProtocols: ['http/1.1', 'http/1.0'] },
      h2: { applicationProtocols: ['h2'] },
      other: {},
    };
    expect(select(chains, { applicationProtocols: ['h2', 'http/1.1'] })).toBe('h2');
    expect(select(chains, { applicationProtocols: ['x', 'http/1.0', 'h2'] })).toBe('http1');
    expect(select(chains, { applicationProtocols: ['x'] })).toBe('other');
    expect(select(chains)).toBe('other');
  });

  it('does not fall back to a chain without a server name when the protocol does not fit', () => {
    const chains = {
      foo: { serverNames: ['foo'], transportProtocol: 'tls', applicationProtocols: ['h2'] },
      tls: { transportProtocol: 'tls' },
    };
    const offered = { transportProtocol: 'tls', serverName: 'foo', applicationProtocols: ['http/1.1'] } as const;
    expect(select(chains, offered)).toBe('none: application_protocols');
  });

  it('an exact transport protocol wins over none', () => {
    const chains = { raw: { transportProtocol: 'raw_buffer' }, tls: { transportProtocol: 'tls' }, any: {} };
    expect(select(chains)).toBe('raw');
    expect(select({ tls: chains.tls, any: chains.any })).toBe('any');
    expect(select({ tls: chains.tls })).toBe('none: transport_protocol');
  });
});

describe('the source', () => {
  it('is compared by direct address, type, address and port, in that order', () => {
    const chains = {
      direct: { directSourcePrefixRanges: [cidr('10.9.0.0/16')], sourcePrefixRanges: [cidr('1.0.0.0/8')] },
      all: {},
    };
    expect(select(chains)).toBe('none: source_prefix_ranges');
    expect(select(chains, { ...client('1.2.3.4', 1), directSource: { ip: '10.9.9.9' } })).toBe('direct');
    expect(select(chains, client('1.2.3.4', 1))).toBe('all');
  });

  it('counts as local from 127.0.0.1, ::1 and the address it dialled', () => {
    const chains = { local: { sourceType: 'SAME_IP_OR_LOOPBACK' }, external: { sourceType: 'EXTERNAL' } } as const;
    expect(select(chains, client('127.0.0.1', 1))).toBe('local');
    expect(select(chains, client('127.0.0.2', 1))).toBe('external');
    expect(select(chains, client('10.0.0.1', 1))).toBe('local');
    expect(select(chains, { ...client('::1', 1), ...to('2001:db8::1') })).toBe('local');
    expect(select(chains, { ...client('2001:db8::1', 1), ...to('2001:DB8:0::1') })).toBe('local');
    expect(select(chains, { ...client('2001:db8::2', 1), ...to('2001:db8::1') })).toBe('external');
  });

  it('of a type goes to chains of any type only where none is of its own', () => {
    const chains = { external: { sourceType: 'EXTERNAL', sourcePorts: [7] }, any: {} } as const;
    expect(select(chains)).toBe('none: source_ports');
    expect(select(chains, client('127.0.0.1', 1))).toBe('any');
    expect(select({ external: chains.external }, client('127.0.0.1', 1))).toBe('none: source_type');
  });

  it('port is exact, or any', () => {
    const chains = { seven: { sourcePorts: [7, 8] }, any: {} };
    expect(select(chains, client('10.9.9.9', 8))).toBe('seven');
    expect(select(chains, client('10.9.9.9', 9))).toBe('any');
  });
});

describe('what is not known of the client', () => {
  const noPort: Partial<Detected> = { source: { ip: '10.9.9.9' } };

  it('does not matter where no chain asks for it', () => {
    expect(selectUnseen({ eighty: { destinationPort: 80 } })).toBe('eighty');
    expect(select({ ports: { sourcePorts: [7], destinationPort: 81 }, any: {} }, noPort)).toBe('any');
  });

  it('does not matter where every client ends in the same place', () => {
    expect(selectUnseen({ any: { sourcePrefixRanges: [cidr('10.0.0.0/8'), cidr('0.0.0.0/0')] } })).toBe('any');
    expect(selectUnseen({ tls: { transportProtocol: 'tls', sourcePorts: [7] } })).toBe('none: transport_protocol');
  });

  it('matters where it decides', () => {
    const chains = { net: { sourcePrefixRanges: [cidr('10.0.0.0/8')] }, any: {} };
    expect(selectUnseen(chains)).toBe("unknown: the client's address");
    expect(selectUnseen({ net: chains.net })).toBe("unknown: the client's address");
    expect(select({ seven: { sourcePorts: [7] } }, noPort)).toBe("unknown: the client's port");
    const local = { local: { sourceType: 'SAME_IP_OR_LOOPBACK' }, any: {} } as const;
    expect(selectUnseen(local)).toBe("unknown: the client's address");
  });

  it('is of the family that was dialled', () => {
    const chains = { six: { sourcePrefixRanges: [cidr('::/0')] }, four: { sourcePrefixRanges: [cidr('0.0.0.0/0')] } };
    expect(selectUnseen(chains)).toBe('four');
    expect(selectUnseen(chains, to('2001:db8::1'))).toBe('six');
    expect(selectUnseen(chains, { destination: null })).toBe("unknown: the client's address");
  });

  it('may lie anywhere in a range, not only at its start', () => {
    const chains = {
      start: { sourcePrefixRanges: [cidr('10.0.0.0/16'), cidr('0.0.0.0/0')] },
      rest: { sourcePrefixRanges: [cidr('10.0.0.0/8')] },
    };
    expect(selectUnseen(chains)).toBe("unknown: the client's address");
    const six = {
      start: { sourcePrefixRanges: [cidr('2001:db8::/64'), cidr('::/0')] },
      rest: { sourcePrefixRanges: [cidr('2001:db8::/32')] },
    };
    expect(selectUnseen(six, to('2001:db8::1'))).toBe("unknown: the client's address");
  });

  it('may be any port, also one that no chain names', () => {
    const chains = { one: { sourcePorts: [1, 2] }, any: { sourceType: 'EXTERNAL', sourcePorts: [1, 2, 3] } } as const;
    expect(select({ any: chains.any }, noPort)).toBe("unknown: the client's port");
    expect(select({ one: chains.one }, noPort)).toBe("unknown: the client's port");
  });

  it('may be the peer alone', () => {
    const chains = { net: { directSourcePrefixRanges: [cidr('10.0.0.0/8')] }, any: {} };
    const { directSource: _, ...rest } = detectedOf();
    const selection = selectFilterChain(listening(chains), rest);
    expect(outcome(selection)).toBe('unknown: the address of the peer that connects');
    const bySource = listening({ net: { sourcePrefixRanges: [cidr('10.0.0.0/8')] }, any: {} });
    expect(outcome(selectFilterChain(bySource, rest))).toBe('net');
  });

  it('does not matter where Envoy itself is not sure', () => {
    const chains = { zero: { sourcePrefixRanges: [cidr('0.0.0.0/0')] }, all: {} };
    expect(select(chains)).toMatch(/^unknown: .*source_prefix_ranges/u);
    const direct = { zero: { directSourcePrefixRanges: [cidr('0.0.0.0/0')] }, all: {} };
    expect(select(direct)).toMatch(/^unknown: .*direct_source_prefix_ranges/u);
  });

  it('may differ from the peer itself behind a PROXY header only', () => {
    const chains = {
      apart: { directSourcePrefixRanges: [cidr('10.0.0.0/8')], sourcePrefixRanges: [cidr('11.0.0.0/8')] },
    };
    const behind = listening(chains, { listenerFilters: [{ kind: 'proxy_protocol', name: '' }] });
    expect(outcome(selectFilterChain(behind, unseen()))).toBe("unknown: the client's address");
    expect(outcome(selectFilterChain(listening(chains), unseen()))).toMatch(/^none/u);
  });
});

describe('a connection that no chain takes', () => {
  it('goes to the default chain, from every dead end', () => {
    const listener = listening({ tls: { transportProtocol: 'tls' } }, { defaultFilterChain: chainOf('otherwise') });
    expect(outcome(selectFilterChain(listener, detectedOf()))).toBe('default otherwise');
  });

  it('is closed where there is no default, or no chain at all', () => {
    expect(select({})).toBe('none: destination_port');
  });
});

const port = fc.constantFrom(80, 81);
const ip = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.1.0.1', '127.0.0.1', '2001:db8::1', '2001:db8::2', '::1');
const range = fc.tuple(ip, fc.constantFrom(8, 16, 31, 32, 64, 128)).map(([address, length]): CidrRange => ({
  ip: address,
  prefixLength: address.includes(':') ? length : Math.min(length, 32),
}));
const name = fc.constantFrom('a.example.com', '*.example.com', '*.com', 'b.a.example.com', '*.a.example.com', '');
const protocols = fc.constantFrom('h2', 'http/1.1', 'istio');
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 2 });
const match: fc.Arbitrary<FilterChainMatch> = fc.record({
  destinationPort: fc.option(port, { nil: undefined }),
  prefixRanges: some(range),
  serverNames: some(name),
  transportProtocol: fc.constantFrom('', 'tls', 'raw_buffer'),
  applicationProtocols: some(protocols),
  directSourcePrefixRanges: some(range),
  sourceType: fc.constantFrom('ANY', 'SAME_IP_OR_LOOPBACK', 'EXTERNAL'),
  sourcePrefixRanges: some(range),
  sourcePorts: some(fc.constantFrom(7, 8)),
}) as fc.Arbitrary<FilterChainMatch>;
const chains: fc.Arbitrary<FilterChain[]> = fc
  .array(match, { maxLength: 8 })
  .map((matches) => matches.map((each, at) => chainOf(`chain ${at}`, each)));
const connection: fc.Arbitrary<Required<Detected>> = fc.record({
  kind: fc.constant('detected' as const),
  transportProtocol: fc.constantFrom('tls' as const, 'raw_buffer' as const),
  serverName: fc.constantFrom('', 'a.example.com', 'b.a.example.com', 'c.example.com', 'x.com', 'com'),
  applicationProtocols: fc.uniqueArray(protocols),
  destination: fc.option(fc.record({ ip, port })),
  source: fc.record({ ip, port: fc.constantFrom(7, 8, 9) }),
  directSource: fc.record({ ip }),
  waited: fc.constant(0),
});

function chainName(selection: ChainSelection): string | undefined {
  return selection.kind === 'chain' ? selection.chain.name : undefined;
}

describe('selection over random chains', () => {
  it('agrees with selection written naively', () => {
    fc.assert(
      fc.property(chains, connection, (filterChains, detected) => {
        const selection = selectFilterChain(listenerOf({ filterChains }), detected);
        fc.pre(selection.kind !== 'unknown');
        const naive = naiveSelection(filterChains, detected);
        expect(chainName(selection)).toBe(naive);
      }),
      { numRuns: 2000 },
    );
  });

  it('says what it says without the source for every source there may be', () => {
    fc.assert(
      fc.property(chains, connection, fc.boolean(), (filterChains, detected, portOnly) => {
        const listener = listenerOf({ filterChains });
        const { source, directSource: _, ...rest } = detected;
        fc.pre(detected.destination === null || source.ip.includes(':') === detected.destination.ip.includes(':'));
        const known = { source, directSource: { ip: source.ip } };
        const less = selectFilterChain(listener, portOnly ? { ...rest, ...known, source: { ip: source.ip } } : rest);
        fc.pre(less.kind !== 'unknown');
        expect(chainName(less)).toBe(chainName(selectFilterChain(listener, { ...rest, ...known })));
      }),
      { numRuns: 2000 },
    );
  });
});
