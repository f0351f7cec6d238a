/** Facts of a listener, without its filter chains. */
import type { Listener, ListenerFilter, ListenerFilterPredicate } from '../../envoy/model.ts';
import { addressText } from '../../inspection/listener-record.ts';
import { canonical, factsOf, when, type Fact } from './fact.ts';

export function listenerFacts(listener: Listener): readonly Fact[] {
  return [
    ...factsOf('/address', { address: listener.addresses.map(addressText).join(', ') }),
    ...factsOf('/bind_to_port', { bind_to_port: listener.bindToPort ? undefined : 'false' }),
    ...factsOf('/use_original_dst', { use_original_dst: when(listener.useOriginalDst) }),
    ...factsOf('/listener_filters', { listener_filters: listener.listenerFilters.flatMap(filterText).join(', ') }),
    ...factsOf('/listener_filters_timeout', { listener_filters_timeout: `${listener.listenerFiltersTimeout} ms` }),
    ...factsOf('/continue_on_listener_filters_timeout', {
      continue_on_listener_filters_timeout: when(listener.continueOnListenerFiltersTimeout),
    }),
    ...factsOf('/filter_chain_matcher', {
      filter_chain_matcher:
        listener.filterChainMatcher === undefined ? undefined : canonical(listener.filterChainMatcher),
    }),
  ];
}

/** Those that detect protocols or addresses. */
function filterText({
  kind,
  disabled,
  closeOnParseError,
  allowWithoutProxyProtocol,
}: ListenerFilter): readonly string[] {
  if (kind === 'other') return [];
  const details = [
    disabled === undefined ? '' : `not where ${predicateText(disabled)}`,
    closeOnParseError === true ? 'closing on errors' : '',
    allowWithoutProxyProtocol === true ? 'optional' : '',
  ].filter((text) => text !== '');
  return [details.length === 0 ? kind : `${kind} (${details.join(', ')})`];
}

function predicateText(predicate: ListenerFilterPredicate): string {
  switch (predicate.kind) {
    case 'any':
      return 'anything';
    case 'not':
      return `not ${predicateText(predicate.rule)}`;
    case 'and':
    case 'or':
      return predicate.rules.map(predicateText).toSorted().join(` ${predicate.kind} `);
    case 'destination-port':
      return predicate.end - predicate.start === 1
        ? `port ${predicate.start}`
        : `ports ${predicate.start} to ${predicate.end - 1}`;
    case 'unrecognised':
      return 'something unknown';
  }
}
