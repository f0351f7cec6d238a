import { camelCase } from './json/plan.ts';
import type { JsonObject, JsonValue } from './model.ts';

/** The proto name of a JSON key: `dynamicActiveClusters` and `dynamic_active_clusters` are one. */
export function snakeCase(key: string): string {
  return /[A-Z]/.test(key) ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
}

const camelNames = new Map<string, string>();

/** Whether a value is a JSON object (no list, no null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The key under which a message holds the field `name` (given in snake_case), as it is spelled there; undefined where
 * it does not. Own properties only: a dump may well have a key called `__proto__` or `constructor`.
 */
export function spelling(message: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(message, name)) return name;
  let camel = camelNames.get(name);
  if (camel === undefined) {
    camel = camelCase(name);
    camelNames.set(name, camel);
  }
  return Object.hasOwn(message, camel) ? camel : undefined;
}

/** The spelling of a field that the message is known to have. */
export function keyOf(message: JsonObject, name: string): string {
  return spelling(message, name) ?? name;
}

/** The field's value under either spelling; null is absent, as in proto3 JSON. */
export function field(message: JsonObject, name: string): JsonValue | undefined {
  const key = spelling(message, name);
  return key === undefined ? undefined : (message[key] ?? undefined);
}

/** The field's value where it is an object. */
export function objectField(message: JsonObject, name: string): JsonObject | undefined {
  const value = field(message, name);
  return isObject(value) ? value : undefined;
}

/** The field's value where it is a string. */
export function stringField(message: JsonObject, name: string): string | undefined {
  const value = field(message, name);
  return typeof value === 'string' ? value : undefined;
}
