/** `StringMatcher` (envoy/type/matcher/v3/string.proto), as `source/common/common/matchers.cc` applies it. */
import type { StringMatcher } from './model.ts';
import { matchesRegex } from './regex/matches-regex.ts';

/** Whether `text` matches; undefined for a matcher that is not understood. `ignore_case` is for all but expressions. */
export function matchesString(matcher: StringMatcher, text: string): boolean | undefined {
  const fold = (value: string) => (matcher.ignoreCase === true ? asciiLower(value) : value);
  const wanted = fold(matcher.value);
  const given = fold(text);
  switch (matcher.kind) {
    case 'exact':
      return given === wanted;
    case 'prefix':
      return given.startsWith(wanted);
    case 'suffix':
      return given.endsWith(wanted);
    case 'contains':
      return given.includes(wanted);
    case 'regex':
      return matchesRegex(matcher.value, text);
    case 'unrecognised':
      return undefined;
  }
}

function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase());
}
