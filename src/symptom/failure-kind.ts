/** What a kind of failure is. */
import type { Said } from './said.ts';

/** Whether a failure of this kind is mTLS's; `none` where nothing failed. */
export type Blame = 'mtls' | 'perhaps' | 'elsewhere' | 'none';

export interface Failure {
  readonly kind: string;
  readonly blame: Blame;
  /** What happened, as sentences. */
  readonly says: string;
  /** The reason was written down; else only how it ended. */
  readonly withReason: boolean;
  /** Codes of causes that lead to it, the commonest first. */
  readonly causes: readonly string[];
}

/** As the lists of kinds hold it. */
export interface FailureKind extends Omit<Failure, 'withReason'> {
  readonly shows: (said: Said) => boolean;
}
