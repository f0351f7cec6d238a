import type { Chunks } from '../bytes/chunks.ts';
import { Unusable } from '../unusable.ts';

/** An answer up to so many bytes; throws `Unusable` when there is more, so that nobody fills the disk of who asks. */
export async function* noMoreThan(bytes: number, answer: Chunks): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of answer) {
    size += piece.length;
    if (size > bytes) {
      throw new Unusable(
        'too-large',
        `an answer of more than ${bytes / 2 ** 20} MiB`,
        'see whether this is the admin endpoint of an Envoy',
      );
    }
    yield piece;
  }
}
