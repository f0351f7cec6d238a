import { existsSync } from 'node:fs';
import { adminTarget, type AdminTarget } from './live/admin-target.ts';

/** Something the user named to read from: a file, a folder or an archive, what is piped in, or a proxy that runs. */
export type SourceArgument =
  | { readonly kind: 'path'; readonly path: string; readonly name?: string }
  | { readonly kind: 'stdin'; readonly name?: string }
  | { readonly kind: 'admin'; readonly target: AdminTarget; readonly name?: string };

/**
 * Reads a word of the command line: `-`, `PATH`, `http://HOST:PORT`, `unix:/SOCKET`, or one of them as `NAME=…`. A word that is an existing path is one,
 * whatever it looks like; `NAME` is the proxy that everything in PATH belongs to.
 */
export function sourceArgument(word: string, exists: (path: string) => boolean = existsSync): SourceArgument {
  if (word === '-') return { kind: 'stdin' };
  const live = adminTarget(word);
  if (live !== undefined) return { kind: 'admin', target: live };
  const equals = word.indexOf('=');
  if (equals <= 0 || exists(word)) return { kind: 'path', path: word };
  const name = word.slice(0, equals);
  const path = word.slice(equals + 1);
  const named = adminTarget(path);
  if (named !== undefined) return { kind: 'admin', target: named, name };
  return path === '-' ? { kind: 'stdin', name } : { kind: 'path', path, name };
}
