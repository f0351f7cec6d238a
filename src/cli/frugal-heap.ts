import { setFlagsFromString } from 'node:v8';
import type { OnProgress } from '../input/progress.ts';

/** Where so many bytes are read, the heap matters more than the last tenth of the time. */
const much = 1 << 24;

/**
 * Once much is read, V8 is to collect garbage whenever the heap has grown by a quarter since the last time. By default
 * it may grow fourfold, and of a mesh that fits in 1 GB make 2 GB.
 */
export function frugalAfterMuch(next: OnProgress): OnProgress {
  let isFrugal = false;
  return (progress) => {
    if (!isFrugal && progress.bytes > much) {
      isFrugal = true;
      setFlagsFromString('--heap-growing-percent=25');
    }
    next(progress);
  };
}
