import { describe, expect, it } from 'vitest';
import type { Cluster, Endpoint, EndpointGroup, TransportSocketMatch } from '../../src/envoy/model.ts';
import { selectTransportSocket, type SocketSelection } from '../../src/envoy/transport-socket-selection.ts';
import { clusterOf, endpointOf } from './builders.ts';

function matchOf(name: string, match: TransportSocketMatch['match']): TransportSocketMatch {
  return { name, match, transportSocket: { kind: 'unrecognised', typeUrl: name } };
}

const istio = matchOf('istio', { tlsMode: 'istio' });
const tunnel = matchOf('tunnel', { tunnel: 'http' });
const everything = matchOf('everything', {});

function groupOf(endpoint: Partial<Endpoint>, more: Partial<EndpointGroup> = {}): EndpointGroup {
  const place = { source: 'test', pointer: '' };
  return { clusterName: 'cluster', endpoints: [endpointOf(endpoint)], metadataKnown: true, place, path: '', ...more };
}

/** The choice for the only endpoint of a group. */
function choose(cluster: Partial<Cluster>, group: EndpointGroup): string {
  return told(selectTransportSocket(clusterOf(cluster), group.endpoints[0], group));
}

function told(selection: SocketSelection): string {
  if (selection.kind === 'unknown') return `${selection.needs}: ${selection.possible.map(told).join(' or ')}`;
  const { reason, socket, path } = selection;
  const type = socket.kind === 'unrecognised' ? socket.typeUrl : socket.kind;
  if (reason.kind === 'match') return `${type} by ${reason.by}, ${path}`;
  if (reason.kind === 'matcher') return `${type} by matcher, ${path}`;
  return `${type} by ${reason.kind}${reason.matchesPassedOver ? ' (no match)' : ''}, ${path}`;
}

const tagged = { socketMatchMetadata: { tlsMode: 'istio' } };

describe('transport_socket_matches', () => {
  const transportSocketMatches = [tunnel, istio, everything];

  it('are tried in order against the metadata of the endpoint', () => {
    const both = { socketMatchMetadata: { tlsMode: 'istio', tunnel: 'http' } };
    expect(choose({ transportSocketMatches }, groupOf(both))).toBe('tunnel by endpoint, /transport_socket_matches/0');
    expect(choose({ transportSocketMatches }, groupOf(tagged))).toBe('istio by endpoint, /transport_socket_matches/1');
    expect(choose({ transportSocketMatches }, groupOf({}))).toBe('everything by anything, /transport_socket_matches/2');
  });

  it('end with the first empty one', () => {
    const first = { transportSocketMatches: [everything, istio] };
    expect(choose(first, groupOf(tagged))).toBe('everything by anything, /transport_socket_matches/0');
    expect(choose(first, groupOf({}, { metadataKnown: false }))).toBe(
      'everything by anything, /transport_socket_matches/0',
    );
  });

  it('ask for every key', () => {
    const two = matchOf('two', { tlsMode: 'istio', more: true });
    expect(choose({ transportSocketMatches: [two, istio] }, groupOf(tagged))).toMatch(/^istio/u);
    const more = { socketMatchMetadata: { tlsMode: 'istio', more: 'true' } };
    expect(choose({ transportSocketMatches: [two, istio] }, groupOf(more))).toMatch(/^istio/u);
    const hostile = matchOf('hostile', { constructor: 'x', toString: 'y' });
    expect(choose({ transportSocketMatches: [hostile, everything] }, groupOf(tagged))).toMatch(/^everything/u);
  });

  it('fall through to the socket of the cluster, or to none', () => {
    const group = groupOf({ localitySocketMatchMetadata: {} });
    const transportSocket = { kind: 'alts' } as const;
    expect(choose({ transportSocketMatches: [istio], transportSocket }, group)).toBe(
      'alts by cluster (no match), /transport_socket',
    );
    expect(choose({ transportSocketMatches: [istio] }, group)).toBe('raw by none (no match), ');
    expect(choose({ transportSocket }, group)).toBe('alts by cluster, /transport_socket');
    expect(choose({}, groupOf({}, { metadataKnown: false }))).toBe('raw by none, ');
  });
});

describe("the locality's metadata", () => {
  it('are asked after those of the endpoint, with all matches', () => {
    const transportSocketMatches = [tunnel, istio];
    const locality = { localitySocketMatchMetadata: { tunnel: 'http' } };
    expect(choose({ transportSocketMatches }, groupOf({ ...tagged, ...locality }))).toMatch(/^istio by endpoint/u);
    expect(choose({ transportSocketMatches }, groupOf(locality))).toMatch(/^tunnel by locality/u);
    const missed = groupOf({ localitySocketMatchMetadata: { tunnel: 'x' } });
    expect(choose({ transportSocketMatches }, missed)).toMatch(/^raw/u);
  });

  it('are not reached behind an empty match', () => {
    const locality = { localitySocketMatchMetadata: { tlsMode: 'istio' } };
    expect(choose({ transportSocketMatches: [istio, everything] }, groupOf(locality))).toMatch(/^everything/u);
  });

  it('are unknown where a dump leaves them out and they would decide', () => {
    expect(choose({ transportSocketMatches: [istio, tunnel] }, groupOf({}))).toBe(
      "the metadata of the endpoint's locality: istio by locality, /transport_socket_matches/0 or " +
        'tunnel by locality, /transport_socket_matches/1 or raw by none (no match), ',
    );
  });

  it('are known of endpoints that stand in the cluster', () => {
    const loadAssignment = groupOf({});
    expect(choose({ transportSocketMatches: [istio], loadAssignment }, loadAssignment)).toMatch(/^raw/u);
    expect(choose({ transportSocketMatches: [istio], loadAssignment }, groupOf({}))).toMatch(/^raw/u);
    const inline = groupOf({ localitySocketMatchMetadata: { tlsMode: 'istio' } });
    const section = { transportSocketMatches: [istio], loadAssignment: inline };
    expect(choose(section, groupOf({}))).toMatch(/^the metadata of the endpoint's locality/u);
    const [one] = inline.endpoints;
    const mixed = { ...loadAssignment, endpoints: [...loadAssignment.endpoints, ...(one === undefined ? [] : [one])] };
    expect(choose({ ...section, loadAssignment: mixed }, groupOf({}))).toMatch(/^the metadata/u);
    const others = groupOf({ localityOtherMetadata: { a: {} } });
    expect(choose({ ...section, loadAssignment: others }, groupOf({}))).toMatch(/^the metadata/u);
  });
});

describe('an endpoint without known metadata', () => {
  const unknown = groupOf({}, { metadataKnown: false });

  it('may be anything that the matches allow', () => {
    expect(choose({ transportSocketMatches: [istio, everything] }, unknown)).toBe(
      'the metadata of the endpoint: istio by endpoint, /transport_socket_matches/0 or ' +
        'everything by anything, /transport_socket_matches/1',
    );
  });

  it('is known all the same where it carries some', () => {
    const some = groupOf(tagged, { metadataKnown: false });
    expect(choose({ transportSocketMatches: [istio, everything] }, some)).toMatch(/^istio by endpoint/u);
  });

  it('has none where the cluster makes its hosts from the original destination', () => {
    const cluster = clusterOf({ type: 'ORIGINAL_DST', transportSocketMatches: [istio] });
    expect(told(selectTransportSocket(cluster))).toBe('raw by none (no match), ');
    const all = clusterOf({ type: 'ORIGINAL_DST', transportSocketMatches: [istio, everything] });
    expect(told(selectTransportSocket(all))).toMatch(/^everything/u);
  });
});

describe('transport_socket_matcher', () => {
  const base = 'type.googleapis.com/envoy.extensions.matching.common_inputs.transport_socket.v3.';
  const named = { transportSocketMatches: [istio, tunnel] };

  function matcherOf(input: string, config: object, more: object = {}): Cluster['transportSocketMatcher'] {
    const action = (name: string) => ({
      action: { typed_config: { '@type': `${base}TransportSocketNameAction`, name } },
    });
    return {
      matcher_tree: {
        input: { typed_config: { '@type': `${base}${input}`, ...config } },
        exact_match_map: { map: { yes: action('tunnel'), '{"a":1}': action('istio'), no: action('nowhere') } },
      },
      ...more,
    };
  }

  const ours = { filter: 'envoy.transport_socket_match', path: [{ key: 'a' }, { key: 'b' }] };
  const byEndpoint = { ...named, transportSocketMatcher: matcherOf('EndpointMetadataInput', ours) };

  it('decides alone, by name', () => {
    const yes = groupOf({ socketMatchMetadata: { tlsMode: 'istio', a: { b: 'yes' } } });
    expect(choose(byEndpoint, yes)).toBe('tunnel by matcher, /transport_socket_matches/1');
  });

  it('leads to the socket of the cluster without a match and with a name that is not there', () => {
    expect(choose(byEndpoint, groupOf(tagged))).toBe('raw by none (no match), ');
    const no = groupOf({ socketMatchMetadata: { a: { b: 'no' } } });
    expect(choose(byEndpoint, no)).toBe('raw by none (no match), ');
  });

  it('reads values that are no text as JSON, and nothing as absent', () => {
    const struct = groupOf({ socketMatchMetadata: { a: { b: { a: 1 } } } });
    expect(choose(byEndpoint, struct)).toMatch(/^istio by matcher/u);
    expect(choose(byEndpoint, groupOf({ socketMatchMetadata: { a: { b: '' } } }))).toMatch(/^raw/u);
  });

  it('reads envoy.lb where no filter is named, and other metadata by their names', () => {
    const lb = { ...named, transportSocketMatcher: matcherOf('EndpointMetadataInput', { path: [{ key: 'a' }] }) };
    expect(choose(lb, groupOf({ otherMetadata: { 'envoy.lb': { a: 'yes' } } }))).toMatch(/^tunnel/u);
    expect(choose(lb, groupOf({ socketMatchMetadata: { a: 'yes' } }))).toMatch(/^raw/u);
    const mine = matcherOf('EndpointMetadataInput', { filter: 'mine', path: [{ key: 'a' }] });
    const filtered = { ...named, transportSocketMatcher: mine };
    expect(choose(filtered, groupOf({ otherMetadata: { mine: { a: 'yes' } } }))).toMatch(/^tunnel/u);
    const pathless = { ...named, transportSocketMatcher: matcherOf('EndpointMetadataInput', {}) };
    expect(choose(pathless, groupOf({ otherMetadata: { 'envoy.lb': 'yes' } }))).toMatch(/^raw/u);
  });

  it('reads the locality where it is known', () => {
    const byLocality = { ...named, transportSocketMatcher: matcherOf('LocalityMetadataInput', ours) };
    const yes = groupOf({ localitySocketMatchMetadata: { a: { b: 'yes' } } });
    expect(choose(byLocality, yes)).toMatch(/^tunnel/u);
    expect(choose(byLocality, groupOf({ localityOtherMetadata: { x: {} } }))).toMatch(/^raw/u);
    expect(choose(byLocality, groupOf({}))).toMatch(/^the metadata of the endpoint's locality: /u);
    const loadAssignment = groupOf({});
    expect(choose({ ...byLocality, loadAssignment }, loadAssignment)).toMatch(/^raw/u);
  });

  it('cannot be told without metadata, or with an input of another kind', () => {
    expect(choose(byEndpoint, groupOf({}, { metadataKnown: false }))).toBe(
      'the metadata of the endpoint: istio by matcher, /transport_socket_matches/0 or ' +
        'tunnel by matcher, /transport_socket_matches/1 or raw by none (no match), ',
    );
    const foreign = { ...named, transportSocketMatcher: matcherOf('FilterStateInput', {}) };
    expect(choose(foreign, groupOf({}))).toMatch(/^the matcher input .*FilterStateInput: /u);
  });

  it('finds no metadata on hosts that have none', () => {
    expect(told(selectTransportSocket(clusterOf(byEndpoint)))).toMatch(/^raw/u);
    const byLocality = { ...named, transportSocketMatcher: matcherOf('LocalityMetadataInput', ours) };
    expect(told(selectTransportSocket(clusterOf(byLocality)))).toMatch(/^raw/u);
  });
});
