/** Which endpoint of before is which of after, among those of one question. */
import type { Trace } from '../edge/model.ts';
import type { EndpointVerdict } from '../verdict/model.ts';
import { changedFacets } from './changed-facets.ts';
import type { Meaning } from './meaning.ts';
import { workloadOfEndpoint } from './workload-key.ts';

/** One endpoint as it was walked and judged. */
export interface Walked {
  readonly trace: Trace;
  readonly verdict: EndpointVerdict;
  readonly meaning: Meaning;
}

/** An endpoint on both sides, or on one. */
export interface EndpointPair {
  readonly before?: Walked;
  readonly after?: Walked;
}

/**
 * Matches by address (both sides in the same terms), then by workload, then in order what nobody described. A walk
 * that ends before any endpoint stands for all of them. Replicas beyond what the other side has are left out where
 * they mean the same as their siblings: that there are more of them changes nothing.
 */
export function pairEndpoints(before: readonly Walked[], after: readonly Walked[]): readonly EndpointPair[] {
  let left = [...before];
  const free = [...after];
  const pairs: EndpointPair[] = [];
  const take = (fits: (one: Walked, other: Walked) => boolean): void => {
    left = left.filter((one) => {
      const at = free.findIndex((candidate) => fits(one, candidate));
      const [other] = at < 0 ? [] : free.splice(at, 1);
      if (other !== undefined) pairs.push({ before: one, after: other });
      return other === undefined;
    });
  };
  take((one, other) => sameAddress(one, other) && one.verdict.subset === other.verdict.subset);
  take(sameAddress);
  take((one, other) => workloadOf(one) !== undefined && workloadOf(one) === workloadOf(other));
  take(
    (one, other) => workloadOf(one) === undefined && workloadOf(other) === undefined && reached(one) === reached(other),
  );
  pairs.push(...againstStop(left, after).map(([one, other]) => ({ before: one, after: other })));
  pairs.push(...againstStop(free, before).map(([one, other]) => ({ before: other, after: one })));
  const known = [...pairs];
  for (const one of left) if (!likeSibling(one, known, 'before')) pairs.push({ before: one });
  for (const one of free) if (!likeSibling(one, known, 'after')) pairs.push({ after: one });
  return pairs;
}

function reached({ verdict }: Walked): boolean {
  return verdict.endpoint !== undefined;
}

function sameAddress(one: Walked, other: Walked): boolean {
  return one.verdict.endpoint === other.verdict.endpoint;
}

/** Takes those that have no partner because the other side's walk stopped before any endpoint. */
function againstStop(left: Walked[], others: readonly Walked[]): readonly (readonly [Walked, Walked])[] {
  const [stop, ...more] = others;
  if (stop === undefined || more.length > 0 || reached(stop)) return [];
  return left.splice(0).map((one) => [one, stop] as const);
}

function workloadOf({ trace, verdict }: Walked): string | undefined {
  const { server } = verdict;
  if (server !== undefined && server.workload !== '') return `${server.namespace}/${server.workload}`;
  return trace.target?.endpoint === undefined ? undefined : workloadOfEndpoint(trace.target.endpoint);
}

function likeSibling(one: Walked, pairs: readonly EndpointPair[], side: 'before' | 'after'): boolean {
  const workload = workloadOf(one);
  if (workload === undefined) return false;
  return pairs.some((pair) => {
    const sibling = pair[side];
    return (
      sibling !== undefined &&
      workloadOf(sibling) === workload &&
      changedFacets(sibling.meaning, one.meaning).length === 0
    );
  });
}
