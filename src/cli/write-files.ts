import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';

/** Writes one file where that is named, else each below the folder; relative paths only. */
export async function writeFiles(
  out: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  const [only, ...others] = files;
  try {
    if (only !== undefined && others.length === 0 && !(await isFolder(out))) {
      await writeFile(out, only.text);
      return;
    }
    for (const { path, text } of files) {
      const target = join(out, path);
      // oxlint-disable-next-line no-await-in-loop -- one at a time: there may be thousands
      await mkdir(dirname(target), { recursive: true });
      // oxlint-disable-next-line no-await-in-loop
      await writeFile(target, text);
    }
  } catch (error) {
    throw new InputError(
      { what: 'this could not be written', where: out, todo: 'Name a file or folder that may be written to.' },
      { cause: error },
    );
  }
}

/** A path that ends in a slash is one, whether or not it is there yet. */
async function isFolder(path: string): Promise<boolean> {
  if (path.endsWith('/')) return true;
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
