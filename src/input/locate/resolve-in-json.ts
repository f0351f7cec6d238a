import type { Evidence, ResolvedEvidence } from '../../evidence.ts';
import type { JsonValue } from '../model.ts';
import { fromPointer, toPointer } from '../pointer.ts';
import { excerptOf, renderJson } from './excerpt.ts';
import { findInJson } from './find-json.ts';
import type { Slice } from './slice.ts';

const parse: (text: string) => JsonValue = JSON.parse;

/** A larger value is not shown: its place says enough. */
const shownBytes = 4 * 2 ** 20;

/** Looks evidence up in the stretch of a JSON text that begins with its entry (or document). */
export function resolveInJson({ place, path, note }: Evidence, slice: Slice): ResolvedEvidence {
  const whole = [...fromPointer(place.pointer), ...fromPointer(path)];
  const before = whole.slice(0, place.start === undefined ? 0 : (place.depth ?? 0));
  const found = findInJson(slice.bytes, slice.children, whole.slice(before.length));
  const tokens = [...before, ...found.tokens];
  const { line, column } = slice.positionOf(found.at);
  const value = valueIn(slice.bytes.subarray(found.start, found.end));
  return {
    source: place.source,
    pointer: toPointer(tokens),
    ...(found.absent.length === 0 ? {} : { absent: toPointer(found.absent) }),
    line,
    column,
    excerpt: excerptOf(value, tokens, renderJson),
    ...(note === undefined ? {} : { note }),
  };
}

function valueIn(bytes: Buffer): JsonValue {
  if (bytes.length > shownBytes) return `${bytes.length} bytes`;
  try {
    return parse(bytes.toString('utf8'));
  } catch {
    return 'something that is not valid JSON';
  }
}
