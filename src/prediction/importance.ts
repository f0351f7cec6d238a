/** Which of two changes a person wants to know of first. */
import { effectOf, type Effect } from '../compare/edge-change-record.ts';
import type { EdgeChange } from '../compare/model.ts';

const gravestFirst: readonly Effect[] = [
  'broken',
  'weaker',
  'undecided',
  'removed',
  'added',
  'other',
  'mended',
  'stronger',
];

/** For sorting; changes of the same weight keep their order. */
export function byImportance(a: EdgeChange, b: EdgeChange): number {
  return gravestFirst.indexOf(effectOf(a)) - gravestFirst.indexOf(effectOf(b));
}
