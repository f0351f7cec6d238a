/** A case: a value for some features, the harmless one for the rest. */
import type { Aim } from '../lab/coverage.ts';
import type { Case } from '../lab/kind.ts';

export interface HandshakeCase extends Case {
  readonly aim: Aim;
}
