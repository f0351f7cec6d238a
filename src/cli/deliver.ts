import { rename, rm, writeFile } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import type { Context } from './command.ts';
import { writeAll } from './write.ts';

/** Hands a finished report over, to a file or to stdout: the one door through which all of its text goes. */
export async function deliver(text: string, out: string | undefined, { streams }: Context): Promise<void> {
  if (out === undefined) await writeAll(streams.stdout, [text]);
  else await writeWhole(out, text);
}

/** Writes beside the file first, so that nobody ever finds half a report. */
async function writeWhole(out: string, text: string): Promise<void> {
  const draft = `${out}.part`;
  try {
    await writeFile(draft, text);
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    throw new InputError(
      {
        what: 'the report could not be written',
        where: out,
        todo: 'Name a file in a folder that exists and may be written to.',
      },
      { cause: error },
    );
  }
}
