/**
 * Content of `google.protobuf.Struct`: keys are data and are taken as they stand, in every spelling of the
 * message around it.
 */
import type { JsonObject } from '../input/model.ts';
import { isObject, messageOrEmpty } from './fields.ts';

/** `metadata.filter_metadata[name]` of a message; undefined where the message has none under that name. */
export function filterMetadata(holder: JsonObject, name: string): JsonObject | undefined {
  return structIn(messageOrEmpty(messageOrEmpty(holder, 'metadata'), 'filter_metadata'), name);
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
