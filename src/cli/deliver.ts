import { rename, rm, writeFile } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import type { Context } from './command.ts';
import { refuseLeaks } from './refuse-leaks.ts';
import { writeAll } from './write.ts';

type Pieces = AsyncIterable<string> | Iterable<string>;

/** Hands a finished report over, to a file or to stdout: the one door through which all of its text goes. */
export async function deliver(pieces: Pieces, out: string | undefined, { streams }: Context): Promise<void> {
  // Collected first: what must not leave may stand in the last piece.
  const whole: string[] = [];
  for await (const piece of pieces) whole.push(piece);
  refuseLeaks(whole.join(''), out ?? 'the report');
  await (out === undefined ? writeAll(streams.stdout, whole) : writeWhole(out, whole));
}

/** Writes beside the file first, so that nobody ever finds half a report. */
async function writeWhole(out: string, pieces: readonly string[]): Promise<void> {
  const draft = `${out}.part`;
  try {
    await writeFile(draft, pieces);
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
