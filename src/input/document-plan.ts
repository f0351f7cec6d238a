import { whole } from './json/plan.ts';
import type { Plan } from './json/plan.ts';
import { sectionKeys } from './sections.ts';

/** An entry of a list of resources: kept whole, delivered on its own. */
const entry: Plan = { emit: 'entry', whole: true };
const entries: Plan = { items: entry };
const lists: Readonly<Record<string, Plan>> = Object.fromEntries(sectionKeys.map((key) => [key, entries]));

/** A `…ConfigDump` message, or a resource of its own, which has no sections to take out. */
const message: Plan = { emit: 'message', fields: lists, members: whole };

/**
 * How any document is taken apart, whatever it turns out to be: dumps (`configs` is a map in Istio 1.0), lists of
 * resources as istioctl prints them, single sections or resources, lists of Kubernetes objects, admin outputs.
 */
export const documentPlan: Plan = {
  emit: 'root',
  items: message,
  fields: {
    configs: { items: message, members: message },
    items: entries,
    cluster_statuses: entries,
    listener_statuses: entries,
    ...lists,
  },
  members: whole,
};
