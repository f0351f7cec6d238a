import { open } from 'node:fs/promises';

/** Bytes piece by piece. A piece is valid until the next one is asked for. */
export type Chunks = AsyncIterable<Uint8Array>;

const pieceSize = 1 << 20;
/** Some files have a size of 0 and hold something, as those of `/proc`. */
const leastPiece = 1 << 16;

/** The bytes of a file, a pipe or a device. The next piece of a file is fetched while one is worked on. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  const fetch = (into: Buffer): Promise<Fetched> => handle.read(into, 0, into.length, null);
  const stat = await handle.stat();
  // Nobody can take back a question to a pipe in which nothing is yet.
  const isAhead = stat.isFile();
  const size = isAhead ? Math.min(pieceSize, Math.max(stat.size + 1, leastPiece)) : pieceSize;
  let [piece, other] = [Buffer.allocUnsafe(size), Buffer.allocUnsafe(isAhead ? size : 0)];
  let fetching: Promise<Fetched> | undefined;
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a file is read in its order
      const { bytesRead } = await (fetching ?? fetch(piece));
      fetching = undefined;
      if (bytesRead === 0) return;
      if (isAhead) {
        fetching = fetch(other);
        // It is told of when the next piece is asked for.
        fetching.catch(() => undefined);
      }
      yield piece.subarray(0, bytesRead);
      [piece, other] = [other, piece];
    }
  } finally {
    // What is under way ends before the file is closed, well or not.
    await fetching?.catch(() => undefined);
    await handle.close();
  }
}

interface Fetched {
  readonly bytesRead: number;
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
  /** At most 64 KiB. */
  readonly head: Buffer;
  /** Everything, `head` included. */
  readonly all: Chunks;
  /** There is no more than was looked at. */
  readonly isAll: boolean;
  /** Lets go of the source; to be called when no more is wanted, whether or not any was taken. */
  readonly close: () => Promise<void>;
}

const mostPeeked = 1 << 16;

/** Looks at the first bytes, at least `wanted` where there are so many. */
export async function peek(chunks: Chunks, wanted: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let size = 0;
  let done = false;
  while (size < wanted && !done) {
    // oxlint-disable-next-line no-await-in-loop -- piece after piece
    const next = await iterator.next();
    if (next.done === true) done = true;
    else {
      size += next.value.length;
      // The last of them is used up before the next is asked for, and so need not be copied.
      pieces.push(size < wanted ? Buffer.from(next.value) : next.value);
    }
  }
  const head = Buffer.concat(pieces, Math.min(size, mostPeeked));
  const close = async (): Promise<void> => void (await iterator.return?.());
  return { head, all: resumed(pieces, iterator), isAll: done, close };
}

async function* resumed(
  pieces: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* pieces;
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
