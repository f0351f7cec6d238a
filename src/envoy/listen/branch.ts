/** What one level of filter chain selection ends in. */
import type { MatchCriterion } from '../connection.ts';

/** The branch a level picks, or where there is none, or what would have to be known. */
export type Branch<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'nothing'; readonly at: MatchCriterion }
  | { readonly kind: 'unknown'; readonly needs: string };

/** The branch that a look-up among ranges (`lookUp`) leads to. */
export function branchOf<T>(value: T | 'ambiguous' | undefined, at: MatchCriterion): Branch<T> {
  if (value === undefined) return { kind: 'nothing', at };
  if (value !== 'ambiguous') return { kind: 'found', value };
  return {
    kind: 'unknown',
    needs: `Envoy's own choice: in ${at} a range of length 0 stands beside chains without ranges`,
  };
}
