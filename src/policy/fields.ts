import type { JsonObject, JsonValue } from '../input/model.ts';

/** Kubernetes labels, or what a selector asks of them. */
export type Labels = Readonly<Record<string, string>>;

/** Whether a JSON value is an object (not null, not a list). */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Own keys only: a manifest may well hold a key such as `constructor`.
function at(object: JsonObject | undefined, key: string): JsonValue | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The object below `key`; undefined when there is none or it is something else. */
export function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = at(object, key);
  return isObject(value) ? value : undefined;
}

/** The objects of the list below `key`, each with its index; other elements are passed over. */
export function objectsAt(
  object: JsonObject | undefined,
  key: string,
): readonly { readonly value: JsonObject; readonly index: number }[] {
  const value = at(object, key);
  if (!Array.isArray(value)) return [];
  const list: readonly JsonValue[] = value;
  return list.flatMap((each, index) => (isObject(each) ? [{ value: each, index }] : []));
}

/** Text below `key`; numbers and booleans as they would be written. */
export function textAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = at(object, key);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The texts of the list below `key`; undefined when there is no list. */
export function textsAt(object: JsonObject | undefined, key: string): readonly string[] | undefined {
  const value = at(object, key);
  if (!Array.isArray(value)) return undefined;
  const list: readonly JsonValue[] = value;
  return list.filter((each) => typeof each === 'string');
}

/** A whole number below `key`, also where it is written as text. */
export function numberAt(object: JsonObject | undefined, key: string): number | undefined {
  const value = at(object, key);
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A boolean below `key`. */
export function flagAt(object: JsonObject | undefined, key: string): boolean | undefined {
  const value = at(object, key);
  return typeof value === 'boolean' ? value : undefined;
}

/** The labels below `key`; undefined when there is no such object. */
export function labelsAt(object: JsonObject | undefined, key: string): Labels | undefined {
  const value = objectAt(object, key);
  if (value === undefined) return undefined;
  const labels = Object.keys(value).map((name) => [name, textAt(value, name) ?? ''] as const);
  // Entries define own properties, `__proto__` included.
  return Object.fromEntries(labels);
}

/** Pointers of the fields of `object` that are not among `known`, below `path`. */
export function fieldsBeside(
  object: JsonObject | undefined,
  known: readonly string[],
  path: string,
): readonly string[] {
  return Object.keys(object ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

/** `text` where it is one of the words a field knows, else `otherwise`: protobuf's zero value. */
export function oneOf<T extends string>(text: string | undefined, known: readonly T[], otherwise: T): T {
  return known.find((each) => each === text) ?? otherwise;
}
