import type { Chunks } from '../bytes/chunks.ts';

/** A file in an archive. Its bytes must be taken, or not, before the next member is asked for. */
export interface Member {
  /** Path inside the archive, with forward slashes, that leads nowhere out of it. */
  readonly path: string;
  readonly chunks: Chunks;
}

/**
 * The path of a member inside its archive, or undefined for one that would lead out of it (`../`, `/etc`, `C:\`).
 * Nothing is ever unpacked to disk; such a name is still no name for anything that is read.
 */
export function innerPath(name: string): string | undefined {
  const parts = name.replaceAll('\\', '/').split('/');
  if (name.startsWith('/') || parts.includes('..') || /^[a-z]:/i.test(name)) return undefined;
  const path = parts.filter((part) => part !== '' && part !== '.').join('/');
  return path === '' ? undefined : path;
}
