import type { Labels } from './fields.ts';

/** Who policies select: a pod, or a VM with a WorkloadEntry. */
export interface Workload {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Whether a workload has all the labels a selector asks for; an empty selector asks for none. */
export function selects(selector: Labels, labels: Labels): boolean {
  return Object.keys(selector).every((key) => Object.hasOwn(labels, key) && labels[key] === selector[key]);
}

/** Whether two selectors ask for the same labels. */
export function sameLabels(a: Labels, b: Labels): boolean {
  return selects(a, b) && selects(b, a);
}

/** A selector as people write it on a command line: `app=web,version=v1`. */
export function describeSelector(selector: Labels): string {
  return Object.keys(selector)
    .toSorted()
    .map((key) => `${key}=${selector[key] ?? ''}`)
    .join(',');
}
