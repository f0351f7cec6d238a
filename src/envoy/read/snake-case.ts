/**
 * xDS matchers (`filter_chain_matcher`, `transport_socket_matcher`) in one spelling, so that whoever evaluates
 * them reads snake_case only.
 */
import type { JsonValue } from '../../input/model.ts';
import { isObject } from './fields.ts';

/** Protobuf refuses messages that nest deeper than this. */
const maximumDepth = 100;
/** `map<string, …>` fields of `xds.type.matcher.v3.Matcher`: their keys are data (ports, ALPN lists). */
const maps = new Set(['map']);
/** Struct content: left as it is. */
const structs = new Set(['value', 'filter_metadata', 'filterMetadata']);

/** A copy with the field names in snake_case; keys that are data stay as they are. */
export function toSnakeCase(value: JsonValue, depth = 0): JsonValue {
  if (depth > maximumDepth) return null;
  if (Array.isArray(value)) return value.map((entry: JsonValue) => toSnakeCase(entry, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => convertField(key, entry, depth)));
}

function convertField(key: string, value: JsonValue, depth: number): readonly [string, JsonValue] {
  if (maps.has(key) && isObject(value)) {
    const entries = Object.entries(value).map(([data, entry]) => [data, toSnakeCase(entry, depth + 2)] as const);
    return [key, Object.fromEntries(entries)];
  }
  if (structs.has(key) && isObject(value)) return [key, value];
  return [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), toSnakeCase(value, depth + 1)];
}
