/** Text that is allowed to stay where it is, unless it is what it should not be. */
import type { JsonValue } from '../input/model.ts';
import { isObject } from '../input/spelling.ts';
import { findSecrets, redactedText } from '../secrets/find-secrets.ts';

/** Names, hosts and patterns are shorter; public certificates are told apart by their field. */
const longest = 4096;

/** A document in which every text and every key that looks like a secret is replaced, by what `remembering` gave. */
export function cleaned(value: JsonValue, clean: (text: string) => string, field = ''): JsonValue {
  if (typeof value === 'string') return field === 'inline_bytes' ? value : clean(value);
  if (Array.isArray(value)) return value.map((each: JsonValue) => cleaned(each, clean, field));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [clean(key), cleaned(each, clean, key)]));
}

/** Cleans a text; dumps say the same few words over and over. */
export function remembering(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const result = known.get(text) ?? cleanText(text);
    known.set(text, result);
    return result;
  };
}

/** The text, or what stands for it. */
function cleanText(text: string): string {
  return text.length > longest || findSecrets(text).length > 0 ? redactedText : text;
}
