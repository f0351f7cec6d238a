/** Two sides, and what changed between them. */
import { align } from './align.ts';
import { edgeChanges } from './edge-changes.ts';
import type { EdgeChange } from './model.ts';
import type { JudgeTrace, Side } from './side.ts';

/** Everything that changed. */
export interface Comparison {
  readonly edges: readonly EdgeChange[];
}

/** Compares two sides in meaning. Never throws for what a dump says. */
export function compareSides(before: Side, after: Side, judge: JudgeTrace): Comparison {
  const aligned = align(before.mesh, after.mesh);
  return { edges: [...edgeChanges(aligned, judge, () => [])] };
}
