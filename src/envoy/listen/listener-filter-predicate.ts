/**
 * `ListenerFilter.filter_disabled`: whether a listener filter is skipped for a connection.
 * Source: envoy `source/common/network/filter_matcher.cc`.
 */
import type { ListenerFilter, ListenerFilterPredicate } from '../model.ts';

type Truth = boolean | 'unknown';

/** True where the filter is skipped. `port` is the destination port as far as earlier filters restored it. */
export function isDisabled(filter: ListenerFilter, port: number | undefined): Truth {
  return filter.disabled === undefined ? false : holds(filter.disabled, port);
}

function holds(predicate: ListenerFilterPredicate, port: number | undefined): Truth {
  switch (predicate.kind) {
    case 'any':
      return true;
    case 'not':
      return negate(holds(predicate.rule, port));
    case 'or':
      return anyOf(predicate.rules.map((rule) => holds(rule, port)));
    case 'and':
      return negate(anyOf(predicate.rules.map((rule) => negate(holds(rule, port)))));
    case 'destination-port':
      return port !== undefined && port >= predicate.start && port < predicate.end;
    case 'unrecognised':
      return 'unknown';
  }
}

function negate(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes('unknown') ? 'unknown' : false;
}
