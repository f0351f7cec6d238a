import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { InputError } from '../errors.ts';
import { systemReason } from '../input/unusable.ts';

/** A text that the user named; `-` is stdin. */
export async function readText(file: string, stdin: Readable): Promise<string> {
  if (file === '-') return text(stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const what = `this text cannot be read: ${systemReason(error)}`;
    throw new InputError({ what, where: file, todo: 'Check the path.' }, { cause: error });
  }
}
