import { setFlagsFromString } from 'node:v8';
import type { OnProgress } from '../input/progress.ts';

/** Where so many bytes are read, the heap matters more than the last tenth of the time. */
const much = 1 << 24;

/** Of the facts that so many bytes become a quarter is hundreds of megabytes. */
const veryMuch = 1 << 30;

/**
 * Once much is read, V8 is to collect garbage whenever the heap has grown by a quarter since the last time, and to
 * give new objects no more room than they have; once very much is read, whenever it has grown by a sixth. By default
 * the heap may grow fourfold, and of a mesh that fits in 1 GB make 2 GB, and the room for new objects grows to three
 * times 16 MB.
 */
export function frugalAfterMuch(next: OnProgress): OnProgress {
  let isFrugal = false;
  let isMoreFrugal = false;
  return (progress) => {
    const bytes = Math.max(progress.bytes, progress.unpacked ?? 0);
    if (!isFrugal && bytes > much) {
      isFrugal = true;
      setFlagsFromString('--heap-growing-percent=25');
      setFlagsFromString('--semi-space-growth-factor=1');
    }
    if (!isMoreFrugal && bytes > veryMuch) {
      isMoreFrugal = true;
      setFlagsFromString('--heap-growing-percent=16');
    }
    next(progress);
  };
}
