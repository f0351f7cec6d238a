import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { readCheckFile, type Expectation } from '../../check/check-file.ts';
import { InputError } from '../../errors.ts';
import { systemReason } from '../../input/unusable.ts';
import type { Streams } from '../streams.ts';

/** Reads a check file by its path, `-` for stdin. Throws an `InputError` where it cannot be opened. */
export async function checkFile(file: string, { stdin }: Streams): Promise<readonly Expectation[]> {
  return readCheckFile(await read(file, stdin), file);
}

async function read(file: string, stdin: Streams['stdin']): Promise<string> {
  try {
    return (file === '-' ? await buffer(stdin) : await readFile(file)).toString('utf8');
  } catch (error) {
    const what = `this check file cannot be read: ${systemReason(error)}`;
    throw new InputError({ what, where: file, todo: 'Name a file with a list `edges:`.' }, { cause: error });
  }
}
