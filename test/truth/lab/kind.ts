/** What a kind of case is for the harness: `test/truth/kinds.ts` lists them. */
import type { Aim, Features } from './coverage.ts';
import type { Lab } from './lab.ts';
import type { Random } from './random.ts';

/**
 * A case is plain data: it can be written to a file and run again. A name makes it one of the fixed cases, each of
 * which pins one rule.
 */
export interface Case {
  readonly name?: string;
  readonly aim?: Aim;
}

/** What the tool said and what Envoy did, in the same words. */
export interface Outcome {
  readonly predicted: string;
  readonly observed: string;
}

export interface Kind<C extends Case> {
  readonly name: string;
  /** What is counted, in the plural ("connections"). */
  readonly unit: string;
  /** Cases in a run that does not say how many. */
  readonly usual: number;
  readonly features: Features;
  /** Whether some values can meet in one case. */
  readonly possible: (aim: Aim) => boolean;
  readonly fixed: readonly C[];
  /** A few cases that share what is costly to set up. `aim` gives the next aim, `at` counts these groups. */
  readonly generate: (random: Random, aim: () => Aim, at: number) => readonly C[];
  /** Runs cases in as few Envoys as may be; outcomes in the order of the cases. */
  readonly run: (cases: readonly C[], lab: Lab) => Promise<readonly Outcome[]>;
  /** What kind of outcome an observation is, for the summary. */
  readonly classify: (observed: string) => string;
  /** Cases like this one with something left out, for shrinking. */
  readonly smaller: (from: C) => Iterable<C>;
}
