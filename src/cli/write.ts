import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../errors.ts';
import { withoutSecrets } from '../secret-shapes.ts';
import type { OutputFlags } from './options/output.ts';
import type { Output, Streams } from './streams.ts';

/**
 * Writes text piece by piece, waiting for a slow reader, so that memory does not grow with the output. What looks like a
 * secret in a piece is not written, whatever let it come this far.
 */
export async function writeAll(output: Output, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!output.write(withoutSecrets(piece))) await once(output, 'drain');
  }
}

/** Writes a result to stdout, or to the file that was asked for with `--out`. */
export async function writeResult(
  { stdout }: Streams,
  { out }: OutputFlags,
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  await (out === undefined ? writeAll(stdout, pieces) : writeFile(out, pieces));
}

async function writeFile(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
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

async function* cleaned(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield withoutSecrets(piece);
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
