/** A rule that no random case meets: what is asked of an Envoy, and what is written down as the answer. */
import type { Case } from '../lab/kind.ts';

export interface RuleCase extends Case {
  readonly name: string;
  readonly asks: Question;
  readonly holds: string;
}

export type Question =
  /** A request that a cluster without TLS sends to a chain with TLS. */
  | { readonly kind: 'plaintext'; readonly method: string; readonly http2: boolean }
  /** Whether there is such a statistic after a handshake with certificates on both sides. */
  | { readonly kind: 'statistic'; readonly name: string }
  /** What stands in place of the private key in the dump of a listener that was refused. */
  | { readonly kind: 'refused listener' };
