import type { Chunks } from '../bytes/chunks.ts';
import { Unusable } from '../unusable.ts';

/** A file in an archive. Its bytes must be taken, or not, before the next member is asked for. */
export interface Member {
  /** Path inside the archive, with forward slashes. */
  readonly path: string;
  /** Undefined for a name that would lead out of the archive: such a member is not read. */
  readonly chunks?: Chunks;
}

/** The bytes of a member; that they are damaged or end too early is an error with a sentence. */
export async function* memberBytes(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of stream) if (piece instanceof Uint8Array) yield piece;
  } catch (cause) {
    throw new Unusable(
      'unreadable',
      'a file in an archive that is damaged or cut short',
      'copy or fetch the archive again',
      {
        cause,
      },
    );
  }
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
