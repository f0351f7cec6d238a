import { once } from 'node:events';
import type { Output } from './streams.ts';

/** Writes text piece by piece, waiting for a slow reader, so that memory does not grow with the output. */
export async function writeAll(output: Output, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!output.write(piece)) await once(output, 'drain');
  }
}
