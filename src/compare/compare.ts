/** Two sides, and what changed between them. */
import { align, type Aligned } from './align.ts';
import { culprits } from './culprit/culprits.ts';
import { policyHistory } from './culprit/policy-behind.ts';
import { edgeChanges } from './edge-changes.ts';
import type { Lent } from './fill-sections.ts';
import { modeChanges, type ModeChange } from './mode-changes.ts';
import type { EdgeChange } from './model.ts';
import { pendingUpdates, type PendingUpdate } from './pending-updates.ts';
import type { PolicyChange } from './policy-changes.ts';
import { resourceChanges, type ResourceChange } from './resource-changes.ts';
import type { JudgeTrace, Side } from './side.ts';

/** Everything that changed, and how the two sides were brought together. */
export interface Comparison {
  readonly aligned: Aligned;
  readonly edges: readonly EdgeChange[];
  readonly modes: readonly ModeChange[];
  readonly resources: readonly ResourceChange[];
  readonly policies: readonly PolicyChange[];
  /** Updates that a proxy refused or still waits for, on either side. */
  readonly pending: readonly PendingUpdate[];
  readonly lent: readonly Lent[];
}

/** Compares two sides in meaning. Never throws for what a dump says. */
export function compareSides(before: Side, after: Side, judge: JudgeTrace): Comparison {
  const aligned = align(before.mesh, after.mesh, before.objects.length > 0 && after.objects.length > 0);
  const history = policyHistory(before, after);
  const investigation = { aligned, judge, history };
  return {
    aligned,
    edges: [...edgeChanges(aligned, judge, (question, pair) => culprits(investigation, question, pair))],
    modes: aligned.pairs.flatMap(modeChanges),
    resources: aligned.pairs.flatMap((pair) => [...resourceChanges(pair)]),
    policies: history.changes,
    pending: aligned.pairs.flatMap(pendingUpdates),
    lent: aligned.lent,
  };
}
