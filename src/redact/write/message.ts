/** Messages of Envoy as they are written into a redacted dump. */
import type { JsonObject, JsonValue } from '../../input/model.ts';

/** An object without the fields that are undefined, false, empty texts or empty lists: proto3's JSON leaves those out. */
export function message(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given = Object.entries(fields).filter((entry): entry is [string, JsonValue] => isGiven(entry[1]));
  return Object.fromEntries(given);
}

function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** The message, or nothing where none of its fields is set. */
export function unlessEmpty(value: JsonObject): JsonObject | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

const types = 'type.googleapis.com/';

/** An extension's configuration with its type, named by its full message name. */
export function typed(type: string, fields: Readonly<Record<string, JsonValue | undefined>> = {}): JsonObject {
  return { '@type': `${types}${type}`, ...message(fields) };
}

/** Anything that was read as it stood in JSON, with its strings checked by whoever writes it out. */
export function asJson(value: unknown, depth = 0): JsonValue {
  if (depth > 100) return null;
  if (Array.isArray(value)) return value.map((each) => asJson(each, depth + 1));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asJson(each, depth + 1)]));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
