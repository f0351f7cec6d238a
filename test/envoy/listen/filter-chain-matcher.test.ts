import { describe, expect, it } from 'vitest';
import type { ChainSelection, Detected } from '../../../src/envoy/connection.ts';
import { selectFilterChain } from '../../../src/envoy/listen/filter-chain-selection.ts';
import type { Listener } from '../../../src/envoy/model.ts';
import { chainOf, listenerOf } from '../builders.ts';

const network = 'type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.';

function typed(type: string, content: object = {}): object {
  return { typed_config: { '@type': type, ...content } };
}

function to(value: string, type = 'type.googleapis.com/google.protobuf.StringValue'): object {
  return { action: typed(type, { value }) };
}

function listening(matcher: object, more: Partial<Listener> = {}): Listener {
  const filterChains = [chainOf('a', { destinationPort: 1 }), chainOf('b')];
  return listenerOf({ filterChains, filterChainMatcher: matcher, ...more });
}

const connection: Detected = {
  kind: 'detected',
  transportProtocol: 'tls',
  serverName: 'a.test',
  applicationProtocols: ['h2', 'http/1.1'],
  destination: { ip: '2001:DB8:0::1', port: 443 },
  source: { ip: '10.0.0.1', port: 7 },
  directSource: { ip: '10.0.0.2' },
  waited: 0,
};

function outcome(selection: ChainSelection): string {
  if (selection.kind === 'chain') return selection.chain.name;
  return selection.kind === 'none' ? `none: ${selection.narrowedBy}` : `unknown: ${selection.needs}`;
}

/** `matched` where the input has this value, `absent` where it has none. */
function ask(input: string, value: string, detected: Detected = connection): string {
  const matcher = {
    matcher_tree: { input: typed(`${network}${input}`), exact_match_map: { map: { [value]: to('matched') } } },
    on_no_match: to('other'),
  };
  return outcome(
    selectFilterChain(
      listenerOf({ filterChains: ['matched', 'other'].map((name) => chainOf(name)), filterChainMatcher: matcher }),
      detected,
    ),
  );
}

function without(...keys: readonly (keyof Detected)[]): Detected {
  const kept = Object.entries(connection).filter(([key]) => !keys.some((each) => each === key));
  return Object.fromEntries(kept) as unknown as Detected;
}

describe('the inputs of a filter_chain_matcher', () => {
  it.each([
    ['DestinationIPInput', '2001:db8::1'],
    ['DestinationPortInput', '443'],
    ['SourceIPInput', '10.0.0.1'],
    ['SourcePortInput', '7'],
    ['DirectSourceIPInput', '10.0.0.2'],
    ['ServerNameInput', 'a.test'],
    ['TransportProtocolInput', 'tls'],
    ['ApplicationProtocolInput', "'h2','http/1.1'"],
  ])('%s is %s', (input, value) => {
    expect(ask(input, value)).toBe('matched');
    expect(ask(input, `${value}x`)).toBe('other');
  });

  it('source type is local or absent', () => {
    expect(ask('SourceTypeInput', 'local')).toBe('other');
    expect(ask('SourceTypeInput', 'local', { ...connection, source: { ip: '2001:db8::1' } })).toBe('matched');
    expect(ask('SourceTypeInput', 'local', { ...connection, source: { ip: '::1' } })).toBe('matched');
    const nowhere = { ...connection, destination: null };
    expect(ask('SourceTypeInput', 'local', { ...nowhere, source: { ip: '127.0.0.1' } })).toBe('matched');
    expect(ask('SourceTypeInput', 'local', nowhere)).toBe('other');
  });

  it.each([
    ['DestinationIPInput', { ...connection, destination: null }],
    ['DestinationPortInput', { ...connection, destination: null }],
    ['ServerNameInput', { ...connection, serverName: '' }],
    ['ApplicationProtocolInput', { ...connection, applicationProtocols: [] }],
  ])('%s may be absent', (input, detected) => expect(ask(input, '', detected)).toBe('other'));

  it.each([
    ['SourceIPInput', without('source'), "the client's address"],
    ['SourceTypeInput', without('source'), "the client's address"],
    ['SourceTypeInput', { ...connection, source: { ip: 'no address' } }, "the client's address"],
    ['SourcePortInput', without('source'), "the client's port"],
    ['SourcePortInput', { ...connection, source: { ip: '10.0.0.1' } }, "the client's port"],
    ['DirectSourceIPInput', without('directSource'), "the peer's address"],
    [
      'FilterStateInput',
      connection,
      'the matcher input envoy.extensions.matching.common_inputs.network.v3.FilterStateInput',
    ],
  ])('%s may be unknown', (input, detected, needs) => expect(ask(input, 'x', detected)).toBe(`unknown: ${needs}`));
});

describe('the chain that a filter_chain_matcher names', () => {
  it('is taken whatever its own match says', () => {
    expect(outcome(selectFilterChain(listening({ on_no_match: to('a') }), connection))).toBe('a');
  });

  it('closes when it is not there, in spite of a default chain', () => {
    const listener = listening({ on_no_match: to('missing') }, { defaultFilterChain: chainOf('default') });
    expect(outcome(selectFilterChain(listener, connection))).toBe('none: filter_chain_matcher');
  });

  it('is the default chain when nothing matches, else none', () => {
    const listener = listening({}, { defaultFilterChain: chainOf('default') });
    expect(selectFilterChain(listener, connection)).toMatchObject({ byDefault: true });
    expect(outcome(selectFilterChain(listening({}), connection))).toBe('none: filter_chain_matcher');
  });

  it('is unknown when an action of another kind names it', () => {
    expect(outcome(selectFilterChain(listening({ on_no_match: to('a', 'x/y.Format') }), connection))).toBe(
      'unknown: the filter chain that the action y.Format names',
    );
  });
});
