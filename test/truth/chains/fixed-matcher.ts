/** Rules of `filter_chain_matcher`. */
import type { JsonObject, JsonValue } from '../../../src/input/model.ts';
import { tlsInspector } from './filters.ts';
import { cidr, otherwise, tls, type Rule } from './rule.ts';

const chains = { filter_chains: ['a', 'b', 'c'].map((name) => ({ name })) };

function typed(type: string, config: Readonly<Record<string, JsonValue>> = {}): JsonObject {
  return { name: type, typed_config: { '@type': `type.googleapis.com/${type}`, ...config } };
}

function input(name: string): JsonObject {
  return typed(`envoy.extensions.matching.common_inputs.network.v3.${name}`);
}

function to(chain: string): JsonObject {
  return { action: typed('google.protobuf.StringValue', { value: chain }) };
}

function exactly(name: string, map: Readonly<Record<string, JsonObject>>, more: JsonObject = {}): JsonObject {
  return { matcher_tree: { input: input(name), exact_match_map: { map } }, ...more };
}

function custom(name: string, type: string, config: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    matcher_tree: { input: input(name), custom_match: typed(`xds.type.matcher.v3.${type}`, config) },
    ...more,
  };
}

/** Ends nowhere. */
const deadEnd = { matcher: exactly('TransportProtocolInput', { other: to('a') }) };
const toB = { on_no_match: to('b') };

function rule(matcher: JsonObject, more: JsonObject = {}): Rule {
  return {
    listener: { listener_filters: [tlsInspector()], ...chains, filter_chain_matcher: matcher, ...more },
    connection: { payload: tls('a.b.test', 'h2', 'http/1.1') },
  };
}

function single(name: string, match: JsonObject): JsonObject {
  return { single_predicate: { input: input(name), value_match: match } };
}

export const matcherRules: Readonly<Record<string, Rule>> = {
  "a matcher overrides the chains' own matches": {
    listener: {
      filter_chains: [{ name: 'a' }, { name: 'b', filter_chain_match: { destination_port: 1 } }],
      filter_chain_matcher: exactly('TransportProtocolInput', { raw_buffer: to('b') }),
    },
  },
  'a matcher that matches nothing leads to the default chain': rule(
    exactly('TransportProtocolInput', { other: to('a') }),
    otherwise,
  ),
  'a matcher that matches nothing closes without a default chain': rule(
    exactly('TransportProtocolInput', { other: to('a') }),
  ),
  'a matcher that names a chain that is not there closes in spite of a default chain': rule(
    exactly('TransportProtocolInput', { tls: to('missing') }),
    otherwise,
  ),
  'protocols are one quoted text': rule(exactly('ApplicationProtocolInput', { "'h2','http/1.1'": to('a') }, toB)),
  'an external source type is absent': rule(exactly('SourceTypeInput', { external: to('a') }, toB)),
  'a nested dead end of an exact map falls back to on_no_match': rule(
    exactly('TransportProtocolInput', { tls: deadEnd }, toB),
  ),
  'a nested dead end of a prefix map goes on with a shorter prefix': rule({
    matcher_tree: { input: input('ServerNameInput'), prefix_match_map: { map: { 'a.': deadEnd, a: to('c') } } },
    ...toB,
  }),
  'a nested dead end of a list goes on with the next entry': rule({
    matcher_list: {
      matchers: [
        { predicate: single('TransportProtocolInput', { exact: 'tls' }), on_match: deadEnd },
        { predicate: single('TransportProtocolInput', { prefix: 't' }), on_match: to('c') },
      ],
    },
    ...toB,
  }),
  'a nested dead end of IP ranges goes on with a wider range': rule(
    custom(
      'SourceIPInput',
      'IPMatcher',
      {
        range_matchers: [
          { ranges: [cidr('127.1.2.3/32')], on_match: deadEnd },
          { ranges: [cidr('127.0.0.0/8')], on_match: to('c') },
        ],
      },
      toB,
    ),
  ),
  'an exclusive range is passed over behind a longer one': rule(
    custom(
      'SourceIPInput',
      'IPMatcher',
      {
        range_matchers: [
          { ranges: [cidr('127.1.2.3/32')], on_match: deadEnd },
          { ranges: [cidr('127.0.0.0/8')], on_match: to('c'), exclusive: true },
        ],
      },
      toB,
    ),
  ),
  'a nested dead end of server names goes on with a shorter wildcard': rule(
    custom(
      'ServerNameInput',
      'ServerNameMatcher',
      {
        domain_matchers: [
          { domains: ['a.b.test', '*.b.test'], on_match: deadEnd },
          { domains: ['*.test'], on_match: to('c') },
        ],
      },
      toB,
    ),
  ),
  'server names end with the lone asterisk': rule(
    custom('ServerNameInput', 'ServerNameMatcher', { domain_matchers: [{ domains: ['*'], on_match: to('c') }] }, toB),
  ),
  'an absent value leads to on_no_match': {
    ...rule(exactly('ServerNameInput', { '': to('a') }, toB)),
    connection: { payload: tls() },
  },
  'an absent value matches no predicate, but its negation does': {
    ...rule({
      matcher_list: {
        matchers: [{ predicate: { not_matcher: single('ServerNameInput', { prefix: 'a' }) }, on_match: to('a') }],
      },
      ...toB,
    }),
    connection: { payload: tls() },
  },
};
