/** What of a large dump is read back from files instead of being kept in memory. */
import { hostByHostPlan } from './envoy/projection.ts';
import { shelfLabel } from './edge/shelf-words.ts';
import type { LargeFiles } from './input/read-sources.ts';

/** Dumps of ten thousand services; what smaller ones say has room in memory. */
const largeFrom = 1 << 26;

/** For whoever asks one proxy after the other, and each for one thing at a time. */
export function largeFiles(changed: Partial<Pick<LargeFiles, 'beyond' | 'few' | 'kept'>> = {}): LargeFiles {
  return { beyond: largeFrom, route: hostByHostPlan, label: shelfLabel, ...changed };
}
