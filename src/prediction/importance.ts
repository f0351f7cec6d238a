/** Which of two changes a person wants to know of first. */
import type { EdgeChange } from '../compare/model.ts';

const gravestFirst = ['broken', 'weaker', 'undecided', 'removed', 'added', 'other', 'mended', 'stronger'] as const;

/** What a change comes to, in one word: how its edge changed, or that it is new or gone. */
export type Effect = (typeof gravestFirst)[number];

export function effectOf({ change, direction }: Pick<EdgeChange, 'change' | 'direction'>): Effect {
  return change === 'changed' ? direction : change;
}

/** For sorting; changes of the same weight keep their order. */
export function byImportance(a: EdgeChange, b: EdgeChange): number {
  return gravestFirst.indexOf(effectOf(a)) - gravestFirst.indexOf(effectOf(b));
}
