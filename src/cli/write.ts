import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../errors.ts';
import { withoutSecrets } from '../secrets/find-secrets.ts';
import type { OutputFlags } from './options/output.ts';
import type { Output, Streams } from './streams.ts';

/**
 * Writes text piece by piece, waiting for a slow reader, so that memory does not grow with the output. What looks like a
 * secret in a piece is not written, whatever let it come this far.
 */
export async function writeAll(output: Output, pieces: Pieces): Promise<void> {
  for await (const piece of cleaned(pieces)) {
    if (!output.write(piece)) await once(output, 'drain');
  }
}

/** Text in pieces; those that are bytes were looked through when they were made (`Lines`). */
type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Each write is a call to the system: so much text is written at once. */
const atOnce = 1 << 16;

/** Each piece without secrets, and small ones together. */
async function* cleaned(pieces: Pieces): AsyncGenerator<string | Uint8Array> {
  let text = '';
  for await (const piece of pieces) {
    if (typeof piece === 'string') text += withoutSecrets(piece);
    if (typeof piece === 'string' && text.length < atOnce) continue;
    if (text !== '') yield text;
    text = '';
    if (typeof piece !== 'string') yield piece;
  }
  if (text !== '') yield text;
}

/** Writes a result to stdout, or to the file that was asked for with `--out`. */
export async function writeResult({ stdout }: Streams, { out }: OutputFlags, pieces: Pieces): Promise<void> {
  await (out === undefined ? writeAll(stdout, pieces) : writeFile(out, pieces));
}

async function writeFile(file: string, pieces: Pieces): Promise<void> {
  try {
    await pipeline(cleaned(pieces), createWriteStream(file));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new InputError(
      { what: `this file cannot be written (${error.code})`, where: file, todo: 'Name another file after --out.' },
      { cause: error },
    );
  }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
