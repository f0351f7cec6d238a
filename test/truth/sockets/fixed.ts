/** Fixed cases of transport socket selection: each pins one rule. */
import type { JsonObject, JsonValue } from '../../../src/input/model.ts';
import { namespace, type SocketCase } from './case.ts';

const istio = { name: 'istio', match: { tlsMode: 'istio' } };
const everything = { name: 'everything', match: {} };

function marked(metadata: JsonObject): JsonObject {
  return { [namespace]: metadata };
}

function typed(type: string, config: Readonly<Record<string, JsonValue>>): JsonObject {
  const inputs = 'envoy.extensions.matching.common_inputs.transport_socket.v3';
  return { name: type, typed_config: { '@type': `type.googleapis.com/${inputs}.${type}`, ...config } };
}

function to(name: string): JsonObject {
  return { action: typed('TransportSocketNameAction', { name }) };
}

function byMetadata(input: string, filter: JsonObject, path: readonly string[], more: JsonObject = {}): JsonObject {
  const config = { ...filter, path: path.map((key) => ({ key })) };
  return { matcher_tree: { input: typed(input, config), exact_match_map: { map: { istio: to('one') } } }, ...more };
}

const named = [{ name: 'one' }, { name: 'two', match: { tlsMode: 'istio' } }];
const ours = { filter: namespace };

const rules: Readonly<Record<string, SocketCase>> = {
  'matches are tried in order': {
    matches: [{ name: 'first', match: { tlsMode: 'istio' } }, istio],
    endpoint: marked({ tlsMode: 'istio' }),
  },
  'every key of a match has to be there': {
    matches: [{ name: 'both', match: { tlsMode: 'istio', a: 'b' } }, istio],
    endpoint: marked({ tlsMode: 'istio' }),
  },
  'types count: text is no bool': { matches: [{ name: 'm', match: { a: true } }], endpoint: marked({ a: 'true' }) },
  'a list is taken whole': { matches: [{ name: 'm', match: { a: 'x' } }], endpoint: marked({ a: ['x'] }) },
  'a struct is compared deeply': {
    matches: [{ name: 'm', match: { a: { b: [1, { c: null }] } } }],
    endpoint: marked({ a: { b: [1, { c: null }] } }),
  },
  'an empty match matches without metadata': { matches: [istio, everything] },
  'a match that was left out is empty': { matches: [istio, { name: 'left-out' }] },
  'nothing behind an empty match is reached': {
    matches: [everything, istio],
    endpoint: marked({ tlsMode: 'istio' }),
  },
  'an empty match comes before the locality': {
    matches: [istio, everything],
    locality: marked({ tlsMode: 'istio' }),
  },
  'the locality is asked where no match fits the endpoint': {
    matches: [istio],
    endpoint: marked({ tlsMode: 'disabled' }),
    locality: marked({ tlsMode: 'istio' }),
  },
  'the endpoint is asked with all matches before the locality': {
    matches: [{ name: 'by-locality', match: { a: 'x' } }, istio],
    endpoint: marked({ tlsMode: 'istio' }),
    locality: marked({ a: 'x' }),
  },
  'without a hit the socket of the cluster is used': { matches: [istio] },
  'other metadata do not count': { matches: [istio], endpoint: { 'envoy.lb': { tlsMode: 'istio' } } },
  'endpoints by EDS are known by their metadata': {
    matches: [istio, everything],
    endpoint: marked({ tlsMode: 'istio' }),
    eds: true,
  },
  "a dump does not say what an EDS locality's metadata are": {
    matches: [istio],
    endpoint: marked({ tlsMode: 'disabled' }),
    locality: marked({ tlsMode: 'istio' }),
    eds: true,
    undecided: "undecided: the metadata of the endpoint's locality",
  },
  'a matcher decides alone': {
    matches: named,
    matcher: byMetadata('EndpointMetadataInput', ours, ['tlsMode']),
    endpoint: marked({ tlsMode: 'istio' }),
  },
  'a matcher that matches nothing leads to the socket of the cluster': {
    matches: named,
    matcher: byMetadata('EndpointMetadataInput', ours, ['tlsMode']),
    endpoint: marked({ tlsMode: 'disabled' }),
  },
  "a matcher's input is envoy.lb where none is named": {
    matches: named,
    matcher: byMetadata('EndpointMetadataInput', {}, ['tlsMode'], { on_no_match: to('two') }),
    endpoint: marked({ tlsMode: 'istio' }),
  },
  'a matcher reads envoy.lb': {
    matches: named,
    matcher: byMetadata('EndpointMetadataInput', {}, ['tlsMode'], { on_no_match: to('two') }),
    endpoint: { 'envoy.lb': { tlsMode: 'istio' } },
  },
  'a matcher follows a path': {
    matches: named,
    matcher: byMetadata('EndpointMetadataInput', ours, ['a', 'b'], { on_no_match: to('two') }),
    endpoint: marked({ a: { b: 'istio' } }),
  },
  'a matcher reads the locality': {
    matches: named,
    matcher: byMetadata('LocalityMetadataInput', ours, ['tlsMode'], { on_no_match: to('two') }),
    locality: marked({ tlsMode: 'istio' }),
  },
  'a matcher that names no entry leads to the socket of the cluster': {
    matches: [{ name: 'other' }],
    matcher: byMetadata('EndpointMetadataInput', ours, ['tlsMode']),
    endpoint: marked({ tlsMode: 'istio' }),
  },
  'a matcher reads other values as JSON': {
    matches: named,
    matcher: {
      matcher_tree: {
        input: typed('EndpointMetadataInput', { ...ours, path: [{ key: 'a' }] }),
        exact_match_map: { map: { true: to('one'), '1': to('two') } },
      },
    },
    endpoint: marked({ a: true }),
  },
};

export const fixed: readonly SocketCase[] = Object.entries(rules).map(([name, rule]) => ({ name, ...rule }));
