import { existsSync } from 'node:fs';

/** Is this word of a command line something to read from, and not a name of the mesh? */
export function isSourceWord(word: string, exists: (path: string) => boolean = existsSync): boolean {
  if (word === '-' || /^(?:https?:\/\/|unix:)/u.test(word)) return true;
  return exists(word) || /^[^=/]+=./u.test(word);
}

/** `[TO] [SOURCES…]` taken apart: the first word is TO unless it is a source. */
export function splitTarget(
  words: readonly string[],
  isSource: (word: string) => boolean = isSourceWord,
): { readonly to?: string; readonly sources: readonly string[] } {
  const [first, ...rest] = words;
  if (first === undefined || isSource(first)) return { sources: words };
  return { to: first, sources: rest };
}
