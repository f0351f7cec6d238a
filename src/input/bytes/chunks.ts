import { open } from 'node:fs/promises';

/** Bytes piece by piece. A piece is valid until the next one is asked for. */
export type Chunks = AsyncIterable<Uint8Array>;

const pieceSize = 1 << 20;

/** The bytes of a file, a pipe or a device. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const piece = Buffer.allocUnsafe(pieceSize);
    let bytesRead = 0;
    do {
      // oxlint-disable-next-line no-await-in-loop -- a file is read in its order
      ({ bytesRead } = await handle.read(piece, 0, pieceSize, null));
      if (bytesRead > 0) yield piece.subarray(0, bytesRead);
    } while (bytesRead > 0);
  } finally {
    await handle.close();
  }
}

export async function* memoryChunks(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  // oxlint-disable-next-line typescript/await-thenable -- a generator of the same type as the others
  for await (const piece of pieces) yield piece;
}

/** All bytes at once; throws what `tooLarge` makes when there are more than `limit`. */
export async function collectChunks(chunks: Chunks, limit: number, tooLarge: () => Error): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    pieces.push(Buffer.from(chunk));
  }
  return Buffer.concat(pieces, size);
}

/** The start of some bytes, and all of them. */
export interface Peeked {
  readonly head: Buffer;
  /** Everything, `head` included. */
  readonly all: Chunks;
  /** Lets go of the source; to be called when no more is wanted, whether or not any was taken. */
  readonly close: () => Promise<void>;
}

/** Looks at the first bytes, at least `wanted` where there are so many. */
export async function peek(chunks: Chunks, wanted: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let size = 0;
  let done = false;
  while (size < wanted && !done) {
    // oxlint-disable-next-line no-await-in-loop -- piece after piece
    const next = await iterator.next();
    if (next.done === true) done = true;
    else {
      size += next.value.length;
      pieces.push(Buffer.from(next.value));
    }
  }
  const head = Buffer.concat(pieces, size);
  const close = async (): Promise<void> => void (await iterator.return?.());
  return { head, all: resumed(head, iterator), close };
}

async function* resumed(head: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- piece after piece
    const next = await iterator.next();
    if (next.done === true) return;
    yield next.value;
  }
}

/** What a stream of Node yields, as the bytes that it is. */
export async function* bytesIn(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) if (piece instanceof Uint8Array) yield piece;
}
