import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { SourceId } from '../evidence.ts';

/** One file to be read, with what its place in the user's arguments says about it. */
export interface FileEntry {
  readonly source: SourceId;
  readonly path: string;
  /** The user named this very file; otherwise it was found in a folder. */
  readonly named: boolean;
  readonly explicit?: string;
  /** The folder it lies in, by name; no path. */
  readonly folder: string;
  readonly file: string;
}

/** The files that a path stands for, in the order of their names. */
export function filesAt(path: string, explicit: string | undefined): readonly FileEntry[] {
  const named = explicit === undefined ? {} : { explicit };
  if (!statSync(path).isDirectory()) {
    const file = basename(path);
    return [{ source: file, path, named: true, folder: basename(dirname(resolve(path))), file, ...named }];
  }
  return below(path, '').map((inside) => {
    const full = join(path, inside);
    return {
      source: inside,
      path: full,
      named: false,
      folder: basename(dirname(resolve(full))),
      file: basename(inside),
      ...named,
    };
  });
}

/** Paths of all files below a folder, relative to it, with forward slashes, sorted. */
function below(root: string, prefix: string): readonly string[] {
  return readdirSync(join(root, prefix), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) return below(root, inside);
      return entry.isFile() ? [inside] : [];
    });
}
