/**
 * Content of `google.protobuf.Struct`: keys are data and are taken as they stand, in every spelling of the
 * message around it.
 */
import type { JsonObject } from '../../input/model.ts';
import { isObject, messageOrEmpty } from './fields.ts';

/** `metadata.filter_metadata[name]` of a message; undefined where the message has none under that name. */
export function filterMetadata(holder: JsonObject, name: string): JsonObject | undefined {
  return structIn(messageOrEmpty(messageOrEmpty(holder, 'metadata'), 'filter_metadata'), name);
}

/** All of `metadata.filter_metadata` but these names; undefined where nothing else is there. */
export function otherFilterMetadata(holder: JsonObject, names: ReadonlySet<string>): JsonObject | undefined {
  const all = Object.entries(messageOrEmpty(messageOrEmpty(holder, 'metadata'), 'filter_metadata'));
  const others = all.filter(([name]) => !names.has(name));
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

/** The Struct under exactly this key. */
export function structIn(struct: JsonObject, key: string): JsonObject | undefined {
  const value = Object.hasOwn(struct, key) ? struct[key] : undefined;
  return isObject(value) ? value : undefined;
}

/** The string under exactly this key. */
export function stringIn(struct: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(struct, key) ? struct[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
