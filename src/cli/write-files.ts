import { stat, writeFile } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { writeBelow, type NewText } from './write-below.ts';

/** Writes one file where that is named, else each below the folder; relative paths only. */
export async function writeFiles(out: string, files: readonly NewText[]): Promise<void> {
  const [only, ...others] = files;
  try {
    if (only !== undefined && others.length === 0 && !(await isFolder(out))) {
      await writeFile(out, only.text);
      return;
    }
    await writeBelow(out, files);
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
