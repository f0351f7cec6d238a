import type { JsonValue } from '../../../src/input/model.ts';
import { camelCase } from '../../../src/input/json/plan.ts';
import type { Plan } from '../../../src/input/json/plan.ts';

/** A record without its offsets. */
export interface Expected {
  readonly emit: string;
  readonly pointer: string;
  readonly value: JsonValue;
}

const dropped = Symbol('dropped');

/** What a plan keeps of a value that is in memory already: what the reader has to deliver, said plainly. */
export function project(value: JsonValue, plan: Plan): Expected[] {
  const found: Expected[] = [];
  const keep = (each: JsonValue, wanted: Plan | undefined, pointer: string): JsonValue | typeof dropped => {
    if (wanted === undefined) return dropped;
    const kept = wanted.whole === true ? each : below(each, wanted, pointer);
    if (wanted.emit === undefined) return kept;
    found.push({ emit: wanted.emit, pointer, value: kept });
    return dropped;
  };
  const below = (each: JsonValue, wanted: Plan, pointer: string): JsonValue => {
    if (typeof each !== 'object' || each === null) return each;
    const entries: (readonly [string, JsonValue | typeof dropped])[] = Object.entries(each).map(([name, member]) => {
      const child = Array.isArray(each) ? wanted.items : named(wanted, name);
      return [name, keep(member, child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)];
    });
    const kept = entries.filter((entry): entry is [string, JsonValue] => entry[1] !== dropped);
    return Array.isArray(each) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
  };
  keep(value, plan, '');
  return found;
}

/** The plan for a member: of the plan itself, or of its base. */
function named(plan: Plan | undefined, name: string): Plan | undefined {
  if (plan === undefined) return undefined;
  if (plan.whole === true) return { whole: true };
  const own = Object.entries(plan.fields ?? {}).find(([each]) => each === name || camelCase(each) === name)?.[1];
  return own ?? plan.members ?? named(plan.base, name);
}
