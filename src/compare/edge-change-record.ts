/** A changed edge as documents show it, its evidence looked up. */
import type { Evidence } from '../evidence.ts';
import type { EvidenceRecord } from '../inspection/evidence-record.ts';
import type { Direction } from './changed-facets.ts';
import type { ConfigChange, EdgeChange, EdgeState } from './model.ts';

/** Evidence of both sides. */
export interface Sides {
  readonly before: readonly EvidenceRecord[];
  readonly after: readonly EvidenceRecord[];
}

/** A change with its evidence as records. */
export type Shown<Change extends { readonly before: unknown; readonly after: unknown }> = Omit<
  Change,
  'before' | 'after'
> &
  Sides;

export interface StateRecord extends Omit<EdgeState, 'causes'> {
  readonly causes: readonly { readonly code: string; readonly text: string }[];
}

export interface EdgeChangeRecord extends Omit<EdgeChange, 'before' | 'after' | 'because'> {
  readonly before: StateRecord | null;
  readonly after: StateRecord | null;
  readonly because: readonly Shown<ConfigChange>[];
}

/** What a change comes to, in one word: how its edge changed, or that it is new or gone. */
export type Effect = Direction | 'added' | 'removed';

export function effectOf({ change, direction }: Pick<EdgeChange, 'change' | 'direction'>): Effect {
  return change === 'changed' ? direction : change;
}

/** How often an edge changes in each way. */
export type ChangeCounts = Readonly<Partial<Record<Effect, number>>>;

export function changeCounts(edges: readonly EdgeChange[]): ChangeCounts {
  const counts: Partial<Record<Effect, number>> = {};
  for (const edge of edges) counts[effectOf(edge)] = (counts[effectOf(edge)] ?? 0) + 1;
  return counts;
}

export type FindEvidence = (evidence: Evidence) => Promise<EvidenceRecord>;

/** Many edges change for one reason; its places are looked up once. */
export function oncePerPlace(find: FindEvidence): FindEvidence {
  const known = new Map<string, Promise<EvidenceRecord>>();
  return (evidence) => {
    const { source, pointer, document } = evidence.place;
    const key = JSON.stringify([source, document, pointer, evidence.path]);
    const found = known.get(key) ?? find(evidence);
    known.set(key, found);
    return found;
  };
}

export async function edgeChangeRecord(
  { before, after, because, ...edge }: EdgeChange,
  finders: { readonly before: FindEvidence; readonly after: FindEvidence },
): Promise<EdgeChangeRecord> {
  const found = await Promise.all(
    because.map(async (change) => ({
      ...change,
      before: await Promise.all(change.before.map(finders.before)),
      after: await Promise.all(change.after.map(finders.after)),
    })),
  );
  return { ...edge, before: stateRecord(before), after: stateRecord(after), because: found };
}

function stateRecord(state: EdgeState | null): StateRecord | null {
  return state === null ? null : { ...state, causes: state.causes.map(({ code, text }) => ({ code, text })) };
}
