import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { InputError } from '../../errors.ts';
import { tarOf, type TarFile } from '../../input/archive/write-tar.ts';

/** Writes a tar.gz; beside its place first, so that nobody ever finds half of one. */
export async function writeBundle(out: string, files: readonly TarFile[]): Promise<void> {
  const draft = `${out}.tmp`;
  try {
    await pipeline(tarOf(files), createGzip({ level: 9 }), createWriteStream(draft));
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    throw new InputError(
      {
        what: 'the bundle could not be written',
        where: out,
        meaning: 'What was captured is kept beside it.',
        todo: 'Make room, or the folder writable, and run the same command again: it goes on with what is there.',
      },
      { cause: error },
    );
  }
}
