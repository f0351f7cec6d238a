/**
 * Predicates of a matcher list. Source: envoy `source/common/matcher/{field_matcher,value_input_matcher}.h`,
 * `source/extensions/matching/input_matchers/ip/matcher.cc`.
 */
import type { InputSource, MatchInput } from './matcher.ts';
import { field, items, text, typedConfig } from '../read/matcher-json.ts';
import { parseIp } from '../ip.ts';
import { rangeOf } from './matcher-tree.ts';
import { holds } from './prefix-table.ts';

/** True, false, or what would have to be known. */
export type Truth = boolean | { readonly needs: string };

/** Whether a predicate (`MatcherList.Predicate`) holds. */
export function matchPredicate(predicate: unknown, inputs: InputSource): Truth {
  const single = field(predicate, 'single_predicate');
  if (single !== undefined) return matchSingle(single, inputs);
  const not = field(predicate, 'not_matcher');
  if (not !== undefined) return negate(matchPredicate(not, inputs));
  const or = field(predicate, 'or_matcher');
  if (or !== undefined) return anyOf(members(or).map((member) => matchPredicate(member, inputs)));
  const and = field(predicate, 'and_matcher');
  if (and === undefined) return { needs: 'a predicate of an unknown kind' };
  return negate(anyOf(members(and).map((member) => negate(matchPredicate(member, inputs)))));
}

function members(list: unknown): readonly unknown[] {
  return items(field(list, 'predicate'));
}

function negate(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}

function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.find((truth) => typeof truth !== 'boolean') ?? false;
}

function matchSingle(single: unknown, inputs: InputSource): Truth {
  const config = typedConfig(field(single, 'input'));
  const input: MatchInput =
    config === undefined ? { kind: 'unknown', needs: 'the input of a matcher' } : inputs(config);
  if (input.kind === 'absent') return false;
  if (input.kind === 'unknown') return { needs: input.needs };
  const value = field(single, 'value_match');
  return value === undefined ? matchCustom(single, input.value) : matchString(value, input.value);
}

/** `xds.type.matcher.v3.StringMatcher`. Regular expressions are RE2's and are not run here. */
function matchString(matcher: unknown, value: string): Truth {
  const ignoreCase = field(matcher, 'ignore_case') === true;
  const fold = (part: string): string => (ignoreCase ? part.toLowerCase() : part);
  const folded = fold(value);
  const pattern = (name: string): string | undefined => text(field(matcher, name));
  const exact = pattern('exact');
  if (exact !== undefined) return folded === fold(exact);
  const prefix = pattern('prefix');
  if (prefix !== undefined) return folded.startsWith(fold(prefix));
  const suffix = pattern('suffix');
  if (suffix !== undefined) return folded.endsWith(fold(suffix));
  const contains = pattern('contains');
  if (contains !== undefined) return folded.includes(fold(contains));
  return { needs: 'a string matcher that is no regular expression' };
}

/** `envoy.extensions.matching.input_matchers.ip.v3.Ip`; no other matcher is known. */
function matchCustom(single: unknown, value: string): Truth {
  const custom = typedConfig(field(single, 'custom_match'));
  if (custom?.type !== 'envoy.extensions.matching.input_matchers.ip.v3.Ip') {
    return { needs: `the custom matcher ${custom?.type ?? 'without a type'}` };
  }
  const ip = parseIp(value);
  return ip !== undefined && items(field(custom.value, 'cidr_ranges')).some((range) => holds(rangeOf(range), ip));
}
