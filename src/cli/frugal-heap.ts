import { setFlagsFromString } from 'node:v8';
import type { OnProgress } from '../input/progress.ts';

/** From how many bytes on the heap may grow by so many percent: the more is read, the more it matters beside time. */
const stages: readonly (readonly [bytes: number, percent: number])[] = [
  [2 ** 24, 25],
  [2 ** 30, 16],
  [2 ** 32, 10],
];

/**
 * Once much is read, V8 is to collect garbage whenever the heap has grown by a quarter since the last time, later by a
 * sixth, then by a tenth, and to give new objects no more room than they have. By default the heap may grow fourfold,
 * and of a mesh that fits in 1 GB make 2 GB, and the room for new objects grows to three times 16 MB.
 */
export function frugalAfterMuch(next: OnProgress): OnProgress {
  let reached = 0;
  return (progress) => {
    const bytes = Math.max(progress.bytes, progress.unpacked ?? 0);
    for (let stage = stages[reached]; stage !== undefined && bytes > stage[0]; stage = stages[reached]) {
      if (reached === 0) setFlagsFromString('--semi-space-growth-factor=1');
      setFlagsFromString(`--heap-growing-percent=${stage[1]}`);
      reached += 1;
    }
    next(progress);
  };
}
