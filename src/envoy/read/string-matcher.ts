/** `type.matcher.StringMatcher`, v2 and v3. */
import type { JsonObject } from '../../input/model.ts';
import { flag, message, text } from './fields.ts';
import type { StringMatcher } from '../model.ts';
import { present } from '../present.ts';

const plainKinds = ['exact', 'prefix', 'suffix', 'contains'] as const;

/** A matcher that was written but not understood reads as `unrecognised`: it may match anything or nothing. */
export function readStringMatcher(matcher: JsonObject): StringMatcher {
  const ignoreCase = flag(matcher, 'ignore_case') === true ? true : undefined;
  for (const kind of plainKinds) {
    const value = text(matcher, kind);
    if (value !== undefined) return present({ kind, value, ignoreCase });
  }
  const safeRegex = message(matcher, 'safe_regex');
  const regex =
    safeRegex === undefined
      ? (text(matcher, 'regex') ?? text(matcher, 'hidden_envoy_deprecated_regex'))
      : text(safeRegex, 'regex');
  if (regex !== undefined) return present({ kind: 'regex' as const, value: regex, ignoreCase });
  return { kind: 'unrecognised', value: '' };
}
