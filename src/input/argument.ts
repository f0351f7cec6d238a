import { existsSync } from 'node:fs';

/** Something the user named to read from: a file, a folder or an archive, or what is piped in. */
export type SourceArgument =
  | { readonly kind: 'path'; readonly path: string; readonly name?: string }
  | { readonly kind: 'stdin'; readonly name?: string };

/**
 * Reads a word of the command line: `-`, `PATH`, `NAME=PATH` or `NAME=-`. A word that is an existing path is one,
 * whatever it looks like; `NAME` is the proxy that everything in PATH belongs to.
 */
export function sourceArgument(word: string, exists: (path: string) => boolean = existsSync): SourceArgument {
  if (word === '-') return { kind: 'stdin' };
  const equals = word.indexOf('=');
  if (equals <= 0 || exists(word)) return { kind: 'path', path: word };
  const name = word.slice(0, equals);
  const path = word.slice(equals + 1);
  return path === '-' ? { kind: 'stdin', name } : { kind: 'path', path, name };
}
