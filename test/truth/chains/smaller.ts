/** Smaller variants of a case, for delta debugging: without one part each, the large parts first. */
import type { JsonObject, JsonValue } from '../../../src/input/model.ts';
import type { ChainCase } from './case.ts';

/** What is left out as a whole, or shortened, before what stands inside of it. */
export function* smaller(from: ChainCase): Generator<ChainCase> {
  const { name: _, aim: __, ...rest } = from;
  for (const listeners of without(from.listeners)) {
    if (Array.isArray(listeners) && listeners.length > 0) yield { ...rest, listeners: listeners as JsonObject[] };
  }
}

function* without(value: JsonValue): Generator<JsonValue> {
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    if (list.length > 3) {
      const half = Math.ceil(list.length / 2);
      yield list.slice(0, half);
      yield list.slice(half);
    }
    for (let at = 0; at < list.length; at += 1) yield list.toSpliced(at, 1);
    for (const [at, item] of list.entries()) for (const less of without(item)) yield list.with(at, less);
  } else if (typeof value === 'object' && value !== null) {
    const object = value as JsonObject;
    for (const key of Object.keys(object)) {
      if (essential.has(key)) continue;
      yield Object.fromEntries(Object.entries(object).filter(([other]) => other !== key));
    }
    for (const [key, item] of Object.entries(object)) {
      if (!essential.has(key)) for (const less of without(item)) yield { ...object, [key]: less };
    }
  }
}

/** Without these a configuration is no configuration any more. */
const essential = new Set(['name', 'address', 'typed_config', '@type', 'address_prefix', 'prefix_len', 'input']);
