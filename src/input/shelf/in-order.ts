import type { RawResource } from '../model.ts';

/** Resources of one source in the order in which they were read: what is inside comes before what is around it. */
export function inOrder(resources: readonly RawResource[]): readonly RawResource[] {
  return resources.toSorted((one, other) => (one.place.end ?? 0) - (other.place.end ?? 0));
}
