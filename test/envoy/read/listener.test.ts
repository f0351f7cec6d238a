import { describe, expect, it } from 'vitest';
import { Interned } from '../../../src/envoy/intern.ts';
import type { FilterChain, Listener } from '../../../src/envoy/model.ts';
import { readListener } from '../../../src/envoy/read/listener.ts';
import type { JsonObject } from '../../../src/input/model.ts';
import { raw } from '../raw.ts';

const address = { socket_address: { address: '0.0.0.0', port_value: 15006 } };

function read(listener: JsonObject): Listener {
  return readListener(raw('listener', { name: 'virtualInbound', address, ...listener }), new Interned());
}

function chainOf(chain: JsonObject): FilterChain | undefined {
  return read({ filter_chains: [chain] }).filterChains[0];
}

describe('a listener', () => {
  it('has Envoy’s defaults where nothing is written', () => {
    expect(read({})).toMatchObject({
      direction: 'unspecified',
      bindToPort: true,
      useOriginalDst: false,
      internal: false,
      listenerFiltersTimeout: 15_000,
      continueOnListenerFiltersTimeout: false,
    });
  });

  it('that waits for ever says 0s, which is not the default', () => {
    expect(read({ listener_filters_timeout: '0s' }).listenerFiltersTimeout).toBe(0);
  });

  it.each([
    { bind_to_port: false },
    { deprecated_v1: { bind_to_port: false } },
    { deprecatedV1: { bindToPort: false } },
  ])('does not bind by %j', (fields) => {
    expect(read(fields).bindToPort).toBe(false);
  });

  it('without a name goes by its address', () => {
    const listener = readListener(raw('listener', { address }), new Interned());
    expect(listener.name).toBe('0.0.0.0_15006');
  });

  it('has all of its addresses', () => {
    const more = { socket_address: { address: '::', port_value: 15006, ipv4_compat: true } };
    expect(read({ additional_addresses: [{ address: more }] }).addresses).toEqual([
      { kind: 'ip', ip: '0.0.0.0', port: 15006 },
      { kind: 'ip', ip: '::', port: 15006, ipv4Compat: true },
    ]);
  });

  it('may stand inside the process', () => {
    expect(read({ internal_listener: {} }).internal).toBe(true);
  });

  it('carries state, rejection and times of its resource', () => {
    const rest = { state: 'rejected', rejection: 'no stat_prefix', lastUpdated: '2026-01-01T00:00:00Z' } as const;
    expect(readListener(raw('listener', { name: 'a' }, rest), new Interned())).toMatchObject(rest);
  });

  it('keeps a matcher in snake_case, and the keys of its maps as they are', () => {
    const matcher = { matcherTree: { exactMatchMap: { map: { 'istio-http/1.1': { onNoMatch: {} } } } } };
    expect(read({ filterChainMatcher: matcher }).filterChainMatcher).toEqual({
      matcher_tree: { exact_match_map: { map: { 'istio-http/1.1': { on_no_match: {} } } } },
    });
  });
});

describe('listener filters', () => {
  it.each([
    ['envoy.listener.tls_inspector', 'tls_inspector'],
    ['envoy.filters.listener.original_dst', 'original_dst'],
    ['acme.filter', 'other'],
  ])('are told by the name %s where there is no type', (name, kind) => {
    expect(read({ listener_filters: [{ name }] }).listenerFilters).toMatchObject([{ kind }]);
  });

  it('are told by their type, whatever their name says', () => {
    const typed = { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector' };
    expect(read({ listener_filters: [{ name: 'mine', typed_config: typed }] }).listenerFilters).toMatchObject([
      { kind: 'tls_inspector', name: 'mine' },
    ]);
  });

  it('may be disabled for some ports', () => {
    const rules = [
      { destination_port_range: { start: 80, end: 81 } },
      { not_match: { destination_port_range: { start: 15006, end: 15007 } } },
    ];
    const filter = { name: 'envoy.filters.listener.http_inspector', filter_disabled: { or_match: { rules } } };
    expect(read({ listener_filters: [filter] }).listenerFilters[0]?.disabled).toEqual({
      kind: 'or',
      rules: [
        { kind: 'destination-port', start: 80, end: 81 },
        { kind: 'not', rule: { kind: 'destination-port', start: 15006, end: 15007 } },
      ],
    });
  });

  it('include proxy_protocol where v2’s use_proxy_proto asks for it', () => {
    expect(read({ filter_chains: [{ use_proxy_proto: true }] }).listenerFilters).toMatchObject([
      { kind: 'proxy_protocol' },
    ]);
  });
});

describe('a filter chain', () => {
  it('matches on everything where nothing is written', () => {
    expect(chainOf({})?.match).toEqual({
      prefixRanges: [],
      serverNames: [],
      transportProtocol: '',
      applicationProtocols: [],
      directSourcePrefixRanges: [],
      sourceType: 'ANY',
      sourcePrefixRanges: [],
      sourcePorts: [],
    });
  });

  it('has every criterion, in camelCase too', () => {
    const match = {
      destinationPort: 8080,
      prefixRanges: [{ addressPrefix: '10.0.0.1', prefixLen: 32 }],
      serverNames: ['Web.Example.COM'],
      transportProtocol: 'tls',
      applicationProtocols: ['istio'],
      sourceType: 'LOCAL',
      sourcePorts: [5000],
    };
    expect(chainOf({ filterChainMatch: match })?.match).toMatchObject({
      destinationPort: 8080,
      prefixRanges: [{ ip: '10.0.0.1', prefixLength: 32 }],
      serverNames: ['web.example.com'],
      transportProtocol: 'tls',
      applicationProtocols: ['istio'],
      sourceType: 'SAME_IP_OR_LOOPBACK',
      sourcePorts: [5000],
    });
  });

  it('knows its path, and the listener it was copied from', () => {
    const metadata = { filter_metadata: { pilot_meta: { original_listener_name: '10.0.0.1_9080' } } };
    const listener = read({ filter_chains: [{}, { metadata }], default_filter_chain: {} });
    expect(listener.filterChains[1]).toMatchObject({
      path: '/filter_chains/1',
      originalListenerName: '10.0.0.1_9080',
    });
    expect(listener.defaultFilterChain?.path).toBe('/default_filter_chain');
  });

  it('does not look for Struct keys in another spelling', () => {
    const metadata = { filter_metadata: { pilot_meta: { originalListenerName: 'x' } } };
    expect(chainOf({ metadata })?.originalListenerName).toBeUndefined();
  });
});
