import type { JsonObject, JsonValue } from './model.ts';

/** The proto name of a JSON key: `dynamicActiveClusters` and `dynamic_active_clusters` are one. */
export function snakeCase(key: string): string {
  return /[A-Z]/.test(key) ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
}

/** The protobuf JSON name of a field: `last_updated` becomes `lastUpdated`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The value of a message's field under either spelling (`name` is given in snake_case).
 * Own properties only: a dump may well have a key called `__proto__` or `constructor`.
 */
export function field(message: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(message, name)) return message[name];
  const camel = camelCase(name);
  return Object.hasOwn(message, camel) ? message[camel] : undefined;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
