/**
 * Matcher trees: which branches a value leads to, in the order Envoy tries them. Source: envoy
 * `source/common/matcher/{exact,prefix}_map_matcher.h`, `source/extensions/common/matcher/{ip_range,domain}_matcher.h`.
 */
import type { MatchInput } from './matcher.ts';
import type { CidrRange } from '../model.ts';
import { parseIp } from '../ip.ts';
import { field, fields, items, text, typedConfig } from '../read/matcher-json.ts';
import { holds } from './prefix-table.ts';

/** Branches (`OnMatch`) to try one after another, or all that may be meant where the value is not known. */
type Candidates =
  | { readonly kind: 'in-order'; readonly branches: readonly unknown[] }
  | { readonly kind: 'any-of'; readonly branches: readonly unknown[]; readonly needs: string };

/** The branches of a `MatcherTree` for a value. */
export function candidatesOf(tree: unknown, input: Exclude<MatchInput, { kind: 'absent' }>): Candidates {
  const branches = branchesOf(tree);
  if (branches === undefined)
    return { kind: 'any-of', branches: [unreadable], needs: 'a matcher tree of an unknown kind' };
  if (input.kind === 'unknown') {
    return { kind: 'any-of', branches: branches.all.map(({ onMatch }) => onMatch), needs: input.needs };
  }
  return { kind: 'in-order', branches: branches.holding(input.value) };
}

/** Stands for a branch nobody can read: an action that equals no other. */
const unreadable = { action: { typed_config: { '@type': 'unreadable' } } };

interface Labelled {
  readonly label: string;
  readonly onMatch: unknown;
}

interface Branches {
  readonly all: readonly { readonly onMatch: unknown }[];
  /** Those that hold a value, the most specific first. */
  readonly holding: (value: string) => readonly unknown[];
}

function branchesOf(tree: unknown): Branches | undefined {
  const exact = field(tree, 'exact_match_map');
  if (exact !== undefined) return labelled(mapOf(exact), (label, value) => label === value);
  const prefix = field(tree, 'prefix_match_map');
  if (prefix !== undefined) return labelled(mapOf(prefix), (label, value) => value.startsWith(label));
  const custom = typedConfig(field(tree, 'custom_match'));
  if (custom?.type === 'xds.type.matcher.v3.IPMatcher') return byRange(items(field(custom.value, 'range_matchers')));
  if (custom?.type !== 'xds.type.matcher.v3.ServerNameMatcher') return undefined;
  return labelled(domainsOf(items(field(custom.value, 'domain_matchers'))), inDomain);
}

function labelled(all: readonly Labelled[], fits: (label: string, value: string) => boolean): Branches {
  const longestFirst = all.toSorted((one, other) => rank(other.label) - rank(one.label));
  return {
    all,
    holding: (value) => longestFirst.filter(({ label }) => fits(label, value)).map(({ onMatch }) => onMatch),
  };
}

/** Exact names before wildcards, longer before shorter. */
function rank(label: string): number {
  return label.startsWith('*') ? label.length - 1e6 : label.length;
}

function mapOf(map: unknown): Labelled[] {
  return fields(field(map, 'map')).map(([label, onMatch]) => ({ label, onMatch }));
}

function domainsOf(matchers: readonly unknown[]): Labelled[] {
  return matchers.flatMap((matcher) =>
    items(field(matcher, 'domains')).flatMap((domain) => {
      const label = text(domain);
      return label === undefined ? [] : [{ label, onMatch: field(matcher, 'on_match') }];
    }),
  );
}

function inDomain(domain: string, name: string): boolean {
  if (domain === '*') return name !== '';
  return domain.startsWith('*.') ? name.endsWith(domain.slice(1)) : name === domain;
}

/** The longest range decides; a range that is `exclusive` is tried only when it is the longest. */
function byRange(matchers: readonly unknown[]): Branches {
  const all = matchers.flatMap((matcher) =>
    items(field(matcher, 'ranges')).map((range) => ({
      range: rangeOf(range),
      exclusive: field(matcher, 'exclusive') === true,
      onMatch: field(matcher, 'on_match'),
    })),
  );
  const longestFirst = all.toSorted((one, other) => other.range.prefixLength - one.range.prefixLength);
  return {
    all,
    holding: (value) => {
      const ip = parseIp(value);
      if (ip === undefined) return [];
      return longestFirst
        .filter(({ range }) => holds(range, ip))
        .filter(({ exclusive }, at) => at === 0 || !exclusive)
        .map(({ onMatch }) => onMatch);
    },
  };
}

/** A `CidrRange` of a matcher; no length means 0. */
export function rangeOf(range: unknown): CidrRange {
  const length = field(range, 'prefix_len');
  return {
    ip: text(field(range, 'address_prefix')) ?? '',
    prefixLength: typeof length === 'number' ? length : 0,
  };
}
