import { describe, expect, it } from 'vitest';
import type { Detection, FirstBytes, IncomingConnection, ProxyHeader } from '../../../src/envoy/connection.ts';
import { detect } from '../../../src/envoy/listen/listener-filters.ts';
import type { Listener, ListenerFilter, ListenerFilterPredicate } from '../../../src/envoy/model.ts';
import { chainOf, listenerOf } from '../builders.ts';

function filterOf(kind: ListenerFilter['kind'], more: Partial<ListenerFilter> = {}): ListenerFilter {
  return { kind, name: kind, ...more };
}

const tls: FirstBytes = { kind: 'tls', sni: 'A.test', alpn: ['h2', 'http/1.1'] };
const silent: FirstBytes = { kind: 'nothing' };
const other: FirstBytes = { kind: 'other' };

function connectionOf(bytes: FirstBytes, more: Partial<IncomingConnection> = {}): IncomingConnection {
  return { destination: { ip: '10.0.0.1', port: 80 }, source: { ip: '10.9.9.9', port: 7 }, bytes, ...more };
}

/** What a listener on port 80 with these filters detects. */
function detected(bytes: FirstBytes, filters: readonly ListenerFilter[], more: Partial<Listener> = {}): Detection {
  return detect(listenerOf({ ...onPort(80), listenerFilters: filters, ...more }), connectionOf(bytes));
}

function onPort(port: number): Pick<Listener, 'addresses'> {
  return { addresses: [{ kind: 'ip', ip: '0.0.0.0', port }] };
}

const plain: Detection = {
  kind: 'detected',
  transportProtocol: 'raw_buffer',
  serverName: '',
  applicationProtocols: [],
  destination: { ip: '10.0.0.1', port: 80 },
  source: { ip: '10.9.9.9', port: 7 },
  directSource: { ip: '10.9.9.9' },
  waited: 0,
};
const secure: Detection = {
  ...plain,
  transportProtocol: 'tls',
  serverName: 'a.test',
  applicationProtocols: ['h2', 'http/1.1'],
};

describe('without filters', () => {
  it('everything is raw_buffer, and nobody waits', () => {
    expect(detected(tls, [])).toEqual(plain);
    expect(detected(silent, [])).toEqual(plain);
  });

  it('an unknown client stays unknown', () => {
    const { source: _, directSource: __, ...rest } = plain;
    const { source: ___, ...unseen } = connectionOf(other);
    expect(detect(listenerOf(onPort(80)), unseen)).toEqual(rest);
  });
});

describe('a tls_inspector', () => {
  const filters = [filterOf('tls_inspector')];

  it('finds server name and protocols', () => expect(detected(tls, filters)).toEqual(secure));

  it('lets pass what is no TLS', () => {
    expect(detected(other, filters)).toEqual(plain);
    expect(detected({ kind: 'http1' }, filters)).toEqual(plain);
  });

  it('closes what is no TLS where it is told to', () => {
    const strict = [filterOf('tls_inspector', { closeOnParseError: true })];
    expect(detected(other, strict)).toEqual({ kind: 'closed', reason: 'client-hello-not-parsed' });
    expect(detected(tls, strict)).toEqual(secure);
  });
});

describe('an http_inspector', () => {
  const filters = [filterOf('http_inspector')];

  it.each([
    [{ kind: 'http1' }, ['http/1.1']],
    [{ kind: 'http2' }, ['h2c']],
    [{ kind: 'other' }, []],
    [tls, []],
    [{ kind: 'proxy-protocol', payload: { kind: 'http1' } }, []],
  ] as const)('finds in %j the protocols %j', (bytes, applicationProtocols) => {
    expect(detected(bytes, filters)).toEqual({ ...plain, applicationProtocols });
  });

  it('waits for a silent client, and leaves TLS that was found alone', () => {
    expect(detected(silent, filters)).toEqual({ kind: 'stalled', timeout: 15_000 });
    expect(detected(tls, [filterOf('tls_inspector'), ...filters])).toEqual(secure);
  });
});

describe('a client that waits for a greeting', () => {
  const filters = [filterOf('tls_inspector'), filterOf('http_inspector')];

  it('is closed after the timeout, or waits for ever where there is none', () => {
    expect(detected(silent, filters, { listenerFiltersTimeout: 5 })).toEqual({ kind: 'stalled', timeout: 5 });
    const forever = { listenerFiltersTimeout: 0, continueOnListenerFiltersTimeout: true };
    expect(detected(silent, filters, forever)).toEqual({ kind: 'stalled', timeout: 0 });
  });

  it('goes on after one timeout where the listener continues', () => {
    const continues = { listenerFiltersTimeout: 5, continueOnListenerFiltersTimeout: true };
    expect(detected(silent, filters, continues)).toEqual({ ...plain, waited: 5 });
  });
});

function ports(start: number, end: number): ListenerFilterPredicate {
  return { kind: 'destination-port', start, end };
}

describe('filter_disabled', () => {
  const any: ListenerFilterPredicate = { kind: 'any' };
  const unrecognised: ListenerFilterPredicate = { kind: 'unrecognised' };

  it.each<[string, ListenerFilterPredicate, boolean]>([
    ['any', any, true],
    ['its port', ports(80, 81), true],
    ['ports before', ports(79, 80), false],
    ['ports behind', ports(81, 90), false],
    ['not its port', { kind: 'not', rule: ports(80, 81) }, false],
    ['one of two', { kind: 'or', rules: [ports(1, 2), ports(80, 81)] }, true],
    ['none of two', { kind: 'or', rules: [ports(1, 2), ports(2, 3)] }, false],
    ['both of two', { kind: 'and', rules: [any, ports(80, 81)] }, true],
    ['one of two that have to hold both', { kind: 'and', rules: [any, ports(1, 2)] }, false],
    ['an unknown one or any', { kind: 'or', rules: [unrecognised, any] }, true],
    ['an unknown one and another port', { kind: 'and', rules: [unrecognised, ports(1, 2)] }, false],
  ])('of %s', (_, disabled, skipped) => {
    expect(detected(tls, [filterOf('tls_inspector', { disabled })])).toEqual(skipped ? plain : secure);
  });

  it('of a port never holds without an address', () => {
    const listener = listenerOf({ listenerFilters: [filterOf('tls_inspector', { disabled: ports(0, 65_536) })] });
    const found = detect(listener, connectionOf(tls, { destination: null }));
    expect(found).toMatchObject({ transportProtocol: 'tls', destination: null });
  });

  it.each<ListenerFilterPredicate>([
    unrecognised,
    { kind: 'not', rule: unrecognised },
    { kind: 'or', rules: [unrecognised, ports(1, 2)] },
    { kind: 'and', rules: [unrecognised, any] },
  ])('of an unknown kind matters only where the filter would change something: %j', (disabled) => {
    const filters = [filterOf('tls_inspector', { disabled })];
    expect(detected(other, filters)).toEqual(plain);
    expect(detected(tls, filters)).toMatchObject({ kind: 'unknown' });
  });
});

describe('proxy_protocol', () => {
  const carries: ProxyHeader = {
    kind: 'addresses',
    source: { ip: '1.2.3.4', port: 5 },
    destination: { ip: '5.6.7.8', port: 443 },
  };
  const filters = [filterOf('proxy_protocol'), filterOf('tls_inspector')];

  it('sets source and destination, not the peer, and what follows is inspected', () => {
    expect(detected({ kind: 'proxy-protocol', carries, payload: tls }, filters)).toEqual({
      ...secure,
      source: carries.source,
      destination: carries.destination,
    });
  });

  it('changes no address where the header has none', () => {
    expect(detected({ kind: 'proxy-protocol', carries: { kind: 'local' }, payload: tls }, filters)).toEqual(secure);
  });

  it.each<[string, Partial<Listener>]>([
    ['a chain', { filterChains: [chainOf('by port', { destinationPort: 443 })] }],
    ['a matcher', { filterChainMatcher: {} }],
    ['a hand-over', { useOriginalDst: true }],
    ['another filter', { listenerFilters: [...filters, filterOf('other', { disabled: { kind: 'any' } })] }],
  ])('leaves unknown what a header says that nobody knows, where %s may ask for it', (_, more) => {
    expect(detected({ kind: 'proxy-protocol', payload: tls }, filters, more)).toEqual({
      kind: 'unknown',
      needs: 'the addresses in the PROXY header',
    });
  });

  it('goes on behind a header that nobody knows, where nothing asks for addresses', () => {
    const { source: _, ...rest } = secure;
    const more = { filterChains: [chainOf('any', { serverNames: ['a.test'] })] };
    expect(detected({ kind: 'proxy-protocol', payload: tls }, filters, more)).toEqual(rest);
  });

  it('closes without a header unless that is allowed, and waits for one', () => {
    expect(detected(tls, filters)).toEqual({ kind: 'closed', reason: 'proxy-protocol-missing' });
    const lenient = [filterOf('proxy_protocol', { allowWithoutProxyProtocol: true }), filterOf('tls_inspector')];
    expect(detected(tls, lenient)).toEqual(secure);
    expect(detected(silent, lenient)).toMatchObject({ kind: 'stalled' });
    expect(detected(silent, filters)).toMatchObject({ kind: 'stalled' });
  });

  it('hides TLS from inspectors that do not read it', () => {
    expect(detected({ kind: 'proxy-protocol', payload: tls }, [filterOf('tls_inspector')])).toEqual(plain);
  });
});

describe('a redirected connection', () => {
  const filters = [filterOf('original_dst')];
  const listener = { ...onPort(15_006), listenerFilters: filters };

  it('gets its destination back by original_dst', () => {
    expect(detect(listenerOf(listener), connectionOf(other))).toEqual(plain);
  });

  it('gets it back by use_original_dst, behind the configured filters', () => {
    const disabled: ListenerFilterPredicate = { kind: 'destination-port', start: 80, end: 81 };
    const inspected = [filterOf('tls_inspector', { disabled })];
    const behind = listenerOf({ ...listener, listenerFilters: inspected, useOriginalDst: true });
    expect(detect(behind, connectionOf(tls))).toEqual(secure);
    const before = listenerOf({ ...listener, listenerFilters: [...filters, ...inspected] });
    expect(detect(before, connectionOf(tls))).toEqual(plain);
  });

  it('stays on the port of the listener without either', () => {
    const found = detect(listenerOf({ ...listener, listenerFilters: [filterOf('original_src')] }), connectionOf(other));
    expect(found).toEqual({ ...plain, destination: { ip: '10.0.0.1', port: 15_006 } });
  });

  it('does not get it back where it stalls first and goes on', () => {
    const found = detect(
      listenerOf({
        ...listener,
        listenerFilters: [filterOf('tls_inspector'), ...filters],
        listenerFiltersTimeout: 5,
        continueOnListenerFiltersTimeout: true,
      }),
      connectionOf(silent),
    );
    expect(found).toEqual({ ...plain, destination: { ip: '10.0.0.1', port: 15_006 }, waited: 5 });
  });

  it('is one only when the listener has no address with the port that was dialled', () => {
    const two = listenerOf({ addresses: [...onPort(15_006).addresses, ...onPort(80).addresses] });
    expect(detect(two, connectionOf(other))).toEqual(plain);
    expect(detect(listenerOf({ ...onPort(81), bindToPort: false }), connectionOf(other))).toEqual(plain);
    const pipe = listenerOf({ addresses: [{ kind: 'pipe', path: '/socket' }] });
    expect(detect(pipe, connectionOf(other))).toEqual(plain);
  });
});

describe('an internal listener', () => {
  const nowhere = { ...plain, destination: null };

  it('has no address until a filter gives it one', () => {
    const internal = listenerOf({ internal: true, addresses: [] });
    expect(detect(internal, connectionOf(other))).toEqual(nowhere);
    expect(detect({ ...internal, listenerFilters: [filterOf('original_dst')] }, connectionOf(other))).toEqual(plain);
    expect(detect({ ...internal, listenerFilters: [filterOf('other')] }, connectionOf(other))).toEqual(plain);
  });

  it('of which no address is known stays without', () => {
    const internal = listenerOf({ internal: true, addresses: [], listenerFilters: [filterOf('original_dst')] });
    expect(detect(internal, connectionOf(other, { destination: null }))).toEqual(nowhere);
  });

  it('is the only kind whose address a filter of another kind sets', () => {
    const found = detect(listenerOf({ ...onPort(15_006), listenerFilters: [filterOf('other')] }), connectionOf(other));
    expect(found).toMatchObject({ destination: { port: 15_006 } });
  });
});

describe('a connection that was handed over', () => {
  const front = listenerOf({
    ...onPort(15_001),
    useOriginalDst: true,
    listenerFilters: [filterOf('tls_inspector')],
    listenerFiltersTimeout: 5,
  });
  const behind = listenerOf({ ...onPort(80), bindToPort: false });

  it('keeps what the first listener detected, destination included', () => {
    expect(detect(behind, connectionOf(tls), front)).toEqual(secure);
  });

  it('runs the filters of the second listener as well', () => {
    const plainFront = { ...front, listenerFilters: [] };
    const inspecting = { ...behind, listenerFilters: [filterOf('http_inspector')] };
    expect(detect(inspecting, connectionOf({ kind: 'http2' }), plainFront)).toEqual({
      ...plain,
      applicationProtocols: ['h2c'],
    });
  });

  it('stalls at the first listener when that one waits', () => {
    expect(detect(behind, connectionOf(silent), front)).toEqual({ kind: 'stalled', timeout: 5 });
  });
});
