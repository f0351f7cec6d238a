/** `ListenerFilter` and the predicate that disables one per connection. */
import type { JsonObject } from '../../input/model.ts';
import { extensionKind, readExtension } from './extension.ts';
import { flag, has, message, messageOrEmpty, messages, number } from './fields.ts';
import type { ListenerFilter, ListenerFilterPredicate } from '../model.ts';
import { present } from '../present.ts';

const kinds = ['tls_inspector', 'http_inspector', 'original_dst', 'original_src', 'proxy_protocol'] as const;
/** Predicates nest; what lies deeper than this was not written by anybody. */
const maximumDepth = 32;

/**
 * The listener's filters in order. v2's `filter_chains[0].use_proxy_proto` puts a proxy_protocol filter behind
 * them (source/server/listener_impl.cc of Envoy ≤ 1.20).
 */
export function readListenerFilters(listener: JsonObject): readonly ListenerFilter[] {
  const written = messages(listener, 'listener_filters').map(readListenerFilter);
  const firstChain = messages(listener, 'filter_chains')[0];
  const implied = firstChain !== undefined && flag(firstChain, 'use_proxy_proto') === true;
  return implied ? [...written, { kind: 'proxy_protocol', name: 'envoy.listener.proxy_protocol' }] : written;
}

function readListenerFilter(filter: JsonObject): ListenerFilter {
  const extension = readExtension(filter);
  const word = extensionKind(extension);
  const disabled = message(filter, 'filter_disabled');
  return present({
    kind: kinds.find((kind) => kind === word) ?? ('other' as const),
    name: extension.name,
    disabled: disabled === undefined ? undefined : readPredicate(disabled, 0),
    closeOnParseError: flag(extension.config, 'close_connection_on_client_hello_parsing_errors'),
    allowWithoutProxyProtocol: flag(extension.config, 'allow_requests_without_proxy_protocol'),
  });
}

function readPredicate(predicate: JsonObject, depth: number): ListenerFilterPredicate {
  if (depth > maximumDepth) return { kind: 'unrecognised' };
  const rules = (name: string): readonly ListenerFilterPredicate[] =>
    messages(messageOrEmpty(predicate, name), 'rules').map((rule) => readPredicate(rule, depth + 1));
  if (has(predicate, 'or_match')) return { kind: 'or', rules: rules('or_match') };
  if (has(predicate, 'and_match')) return { kind: 'and', rules: rules('and_match') };
  const negated = message(predicate, 'not_match');
  if (negated !== undefined) return { kind: 'not', rule: readPredicate(negated, depth + 1) };
  if (flag(predicate, 'any_match') === true) return { kind: 'any' };
  const range = message(predicate, 'destination_port_range');
  if (range === undefined) return { kind: 'unrecognised' };
  return { kind: 'destination-port', start: number(range, 'start') ?? 0, end: number(range, 'end') ?? 0 };
}
