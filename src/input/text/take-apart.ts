import type { Plan } from '../json/plan.ts';
import { camelCase, whole } from '../json/plan.ts';
import type { JsonObject, JsonValue } from '../model.ts';

/** Receives what a plan emits, with the tokens that lead to it. */
export type DeliverValue = (tokens: readonly string[], value: JsonValue) => void;

const dropped = Symbol('dropped');

/** Takes a value that is in memory apart along a plan, in the order in which the JSON reader would. */
export function takeApart(value: JsonValue, plan: Plan, deliver: DeliverValue): void {
  take(value, plan, [], deliver);
}

function take(
  value: JsonValue,
  plan: Plan | undefined,
  tokens: readonly string[],
  deliver: DeliverValue,
): JsonValue | typeof dropped {
  if (plan === undefined) return dropped;
  const kept = plan.whole === true ? value : keep(value, plan, tokens, deliver);
  if (plan.emit === undefined) return kept;
  deliver(tokens, kept);
  return dropped;
}

function keep(value: JsonValue, plan: Plan, tokens: readonly string[], deliver: DeliverValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) {
    const items = value.map((item, index) => take(item, plan.items, [...tokens, String(index)], deliver));
    return items.filter((item) => item !== dropped);
  }
  const members = Object.entries(value).flatMap(([key, member]) => {
    const taken = take(member, planFor(plan, key), [...tokens, key], deliver);
    return taken === dropped ? [] : [[key, taken] as const];
  });
  return Object.fromEntries(members);
}

function planFor(plan: Plan, key: string): Plan | undefined {
  if (plan.whole === true) return whole;
  const fields = plan.fields ?? {};
  if (Object.hasOwn(fields, key)) return fields[key];
  const field = inCamelCase(fields).get(key);
  if (field !== undefined) return field;
  return plan.members ?? (plan.base === undefined ? undefined : planFor(plan.base, key));
}

type Fields = NonNullable<Plan['fields']>;

const camelCaseFields = new WeakMap<Fields, ReadonlyMap<string, Plan>>();

/** Fields by their names in camelCase. */
function inCamelCase(fields: Fields): ReadonlyMap<string, Plan> {
  const known = camelCaseFields.get(fields);
  if (known !== undefined) return known;
  const named = new Map(Object.entries(fields).map(([name, plan]) => [camelCase(name), plan]));
  camelCaseFields.set(fields, named);
  return named;
}

function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
