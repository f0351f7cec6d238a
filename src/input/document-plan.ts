import { opaque, whole } from './json/plan.ts';
import type { Plan } from './json/plan.ts';
import { sectionKeys, sectionList } from './sections.ts';

/** An object of Kubernetes or Istio, which is kept whole. */
const object: Plan = { emit: 'entry', whole: true };
const objectFields = { apiVersion: whole, kind: whole, metadata: whole, spec: whole };

/**
 * How any document is taken apart, whatever it turns out to be: dumps (`configs` is a map in Istio 1.0), lists of
 * resources as istioctl prints them, single sections or resources, lists of Kubernetes objects, admin outputs.
 * `resource` is what is kept of a resource of Envoy, and of the entry of a section around it; `route` of the entries
 * of routes.
 */
export function documentPlan(resource: Plan, route: Plan = resource): Plan {
  const named = withOpaqueName(resource);
  const entries: Plan = { items: { ...named, emit: 'entry' } };
  const routes: Plan = { items: { ...withOpaqueName(route), emit: 'entry' } };
  // `version_info: "uninitialized"` of a secret says that it was not delivered; elsewhere the field only tells a push.
  const secrets: Plan = { items: { ...withFields(resource, { name: opaque, version_info: whole }), emit: 'entry' } };
  const byKind = new Map([
    ['route', routes],
    ['secret', secrets],
  ]);
  const lists = Object.fromEntries(
    sectionKeys.map((key) => [key, byKind.get(sectionList(key)?.kind ?? '') ?? entries]),
  );
  // A `…ConfigDump` message, or a resource of its own, which has no sections to take out.
  const others = resource.whole === true ? { members: whole } : {};
  const message: Plan = { emit: 'message', base: named, fields: { ...objectFields, ...lists }, ...others };
  const configs: Plan = { items: message, members: message };
  return {
    emit: 'root',
    // `jq -s` makes a list of whole dumps.
    items: { ...message, fields: { ...message.fields, configs } },
    fields: {
      configs,
      items: { items: object },
      cluster_statuses: entries,
      listener_statuses: entries,
      ...lists,
      ...(resource.whole === true ? {} : factFields(named)),
    },
    members: whole,
  };
}

/** Of a line of facts, which is a document: thousands of them differ in names only. */
function factFields(named: Plan): Readonly<Record<string, Plan>> {
  return { fact: whole, value: named, pointer: opaque, source: opaque, last_updated: opaque };
}

/** The name of an entry, or of a resource that stands alone, is handed on as it is. */
function withOpaqueName(plan: Plan): Plan {
  return withFields(plan, { name: opaque });
}

function withFields(plan: Plan, fields: Readonly<Record<string, Plan>>): Plan {
  if (plan.whole === true) return plan;
  return { base: plan, fields, ...(plan.items !== undefined && { items: plan.items }) };
}
