import type { NewShelf } from './collect.ts';
import type { Plan } from './json/plan.ts';
import type { Limits } from './limits.ts';
import type { ReadCounter } from './progress.ts';
import type { Recall, Taker } from './recall/recall.ts';

/** What holds for all sources of a run. */
export interface ReadSettings {
  readonly limits: Limits;
  /** How documents are taken apart. */
  readonly plan: Plan;
  /** What was made of records so far. */
  readonly recall: Recall;
  /** Takes what is not to be kept. */
  readonly taker: Taker;
  /** Whether `RawDump.digest` is told. */
  readonly digests: boolean;
  /** Where resources of JSON go that are too many for memory, and how it is taken apart then. */
  readonly shelved?: { readonly plan: Plan; readonly newShelf: NewShelf };
  /** Told what is read; only where somebody wants to know. */
  readonly counter: ReadCounter | undefined;
}
