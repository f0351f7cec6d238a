/**
 * Reading fields of a message that came as JSON, without trusting it. Field names are given in proto's
 * snake_case; each object may spell them in snake_case or camelCase (proto3 JSON allows both, `istioctl`
 * prints camelCase). A value of the wrong type reads as absent, never as an error. Only own properties count,
 * so that a key such as `__proto__` is a key like any other.
 *
 * Content of `google.protobuf.Struct` has keys of its own, that no spelling applies to: see `struct.ts`.
 */
import type { JsonObject, JsonValue } from '../../input/model.ts';
import { field, isObject } from '../../input/spelling.ts';

export { field, isObject, spelling } from '../../input/spelling.ts';

const nothing: JsonObject = Object.freeze({});
/** Whether the field was given at all: for messages, where presence means something by itself. */
export function has(object: JsonObject, name: string): boolean {
  return field(object, name) !== undefined;
}

export function text(object: JsonObject, name: string): string | undefined {
  const value = field(object, name);
  return typeof value === 'string' ? value : undefined;
}

/** A bool or a `BoolValue`. */
export function flag(object: JsonObject, name: string): boolean | undefined {
  const value = field(object, name);
  return typeof value === 'boolean' ? value : undefined;
}

/** A finite number; 64-bit integers come as strings. */
export function number(object: JsonObject, name: string): number | undefined {
  const value = field(object, name);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? Number(value) : undefined;
}

/** A `google.protobuf.Duration` ("5s", "0.250s") in milliseconds. */
export function milliseconds(object: JsonObject, name: string): number | undefined {
  const seconds = /^(-?\d{1,12}(?:\.\d{1,9})?)s$/.exec(text(object, name) ?? '')?.[1];
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
}

export function message(object: JsonObject, name: string): JsonObject | undefined {
  const value = field(object, name);
  return isObject(value) ? value : undefined;
}

/** The message, empty where it was omitted: all of its fields are then absent. */
export function messageOrEmpty(object: JsonObject, name: string): JsonObject {
  return message(object, name) ?? nothing;
}

/** A repeated message. What is no message reads as an empty one, so that indexes stay those of the source. */
export function messages(object: JsonObject, name: string): readonly JsonObject[] {
  const value = field(object, name);
  return Array.isArray(value) ? value.map((entry: JsonValue) => (isObject(entry) ? entry : nothing)) : [];
}

/** A repeated string; what is no string is left out. */
export function texts(object: JsonObject, name: string): readonly string[] {
  const value = field(object, name);
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

/** A repeated integer; what is no number is left out. */
export function numbers(object: JsonObject, name: string): readonly number[] {
  const value = field(object, name);
  return Array.isArray(value) ? value.filter((entry): entry is number => Number.isFinite(entry)) : [];
}
