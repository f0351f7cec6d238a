import { readFile } from 'node:fs/promises';
import { readCheckFile, type Expectation } from '../../check/check-file.ts';
import { InputError } from '../../errors.ts';

/** Reads a check file by its path. Throws an `InputError` where it cannot be opened. */
export async function checkFile(path: string): Promise<readonly Expectation[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new InputError({
      what: 'this check file cannot be read',
      where: path,
      todo: 'Name a file with a list `edges:`.',
    });
  }
  return readCheckFile(text, path);
}
