/**
 * Evaluates an xDS matcher (`xds.type.matcher.v3.Matcher`) as Envoy ≥ 1.33 does: a branch that ends without an action
 * is no match, and the search goes on behind it. Source: envoy `source/common/matcher/*.h`, `envoy/matcher/matcher.h`.
 * What cannot be told is carried along and matters only where the alternatives end differently.
 */
import { matchPredicate } from './matcher-predicate.ts';
import { field, items, text, typedConfig, type TypedConfig } from '../read/matcher-json.ts';
import { candidatesOf } from './matcher-tree.ts';

/** A value that a matcher asks for. `absent` matches nothing and leads to `on_no_match`. */
export type MatchInput =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly needs: string };

/** Answers what an input (a `TypedExtensionConfig`, by type and content) is for the connection at hand. */
export type InputSource = (input: TypedConfig) => MatchInput;

export type MatchResult =
  | { readonly kind: 'action'; readonly action: TypedConfig }
  | { readonly kind: 'no-match' }
  | { readonly kind: 'unknown'; readonly needs: string };

const noMatch: MatchResult = { kind: 'no-match' };

/** Envoy itself refuses deeper protobuf messages. */
const deepest = 100;

/**
 * The action a matcher leads to. `matcher` is the message in Envoy's JSON with snake_case keys; anything in it that
 * is not understood counts as unknown.
 */
export function evaluateMatcher(matcher: unknown, inputs: InputSource, depth = 0): MatchResult {
  if (depth > deepest) return { kind: 'unknown', needs: 'a matcher less deeply nested' };
  const otherwise = (): MatchResult => follow(field(matcher, 'on_no_match'), inputs, depth);
  const list = field(matcher, 'matcher_list');
  if (list !== undefined) return inList(items(field(list, 'matchers')), inputs, depth, otherwise);
  const tree = field(matcher, 'matcher_tree');
  if (tree === undefined) return otherwise();
  return inTree(tree, inputs, depth, otherwise);
}

/** What `OnMatch` leads to; `keep_matching` records an action and goes on as if nothing had matched. */
function follow(onMatch: unknown, inputs: InputSource, depth: number): MatchResult {
  const nested = field(onMatch, 'matcher');
  const action = typedConfig(field(onMatch, 'action'));
  let result = noMatch;
  if (nested !== undefined) result = evaluateMatcher(nested, inputs, depth + 1);
  else if (action !== undefined) result = { kind: 'action', action };
  return field(onMatch, 'keep_matching') === true && result.kind === 'action' ? noMatch : result;
}

function inList(
  matchers: readonly unknown[],
  inputs: InputSource,
  depth: number,
  otherwise: () => MatchResult,
): MatchResult {
  const [matcher, ...rest] = matchers;
  if (matcher === undefined) return otherwise();
  const goOn = (): MatchResult => inList(rest, inputs, depth, otherwise);
  const matched = matchPredicate(field(matcher, 'predicate'), inputs);
  if (matched === false) return goOn();
  const through = orElse(follow(field(matcher, 'on_match'), inputs, depth), goOn);
  return matched === true ? through : agreed([through, goOn()], matched.needs);
}

function inTree(tree: unknown, inputs: InputSource, depth: number, otherwise: () => MatchResult): MatchResult {
  const input = typedConfig(field(tree, 'input'));
  const value: MatchInput = input === undefined ? { kind: 'unknown', needs: 'the input of a matcher' } : inputs(input);
  if (value.kind === 'absent') return otherwise();
  const found = candidatesOf(tree, value);
  switch (found.kind) {
    case 'in-order':
      return inOrder(found.branches, inputs, depth, otherwise);
    case 'any-of': {
      const each = found.branches.map((branch) => orElse(follow(branch, inputs, depth), otherwise));
      return agreed([...each, otherwise()], found.needs);
    }
  }
}

function inOrder(
  branches: readonly unknown[],
  inputs: InputSource,
  depth: number,
  otherwise: () => MatchResult,
): MatchResult {
  const [branch, ...rest] = branches;
  if (branch === undefined) return otherwise();
  return orElse(follow(branch, inputs, depth), () => inOrder(rest, inputs, depth, otherwise));
}

function orElse(result: MatchResult, next: () => MatchResult): MatchResult {
  return result.kind === 'no-match' ? next() : result;
}

/** What several possible results have in common, or that they differ. */
function agreed(results: readonly MatchResult[], needs: string): MatchResult {
  const [first] = results;
  const key = JSON.stringify(first);
  return first !== undefined && results.every((result) => JSON.stringify(result) === key)
    ? first
    : { kind: 'unknown', needs };
}

/** The text of a `google.protobuf.StringValue`, in either way JSON writes it. */
export function stringValue(config: TypedConfig): string | undefined {
  return text(field(config.value, 'value'));
}
