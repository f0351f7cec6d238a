import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Bytes piece by piece. A piece is valid until the next one is asked for. */
export type Chunks = AsyncIterable<Uint8Array>;

/** As much as stays at hand in the processor until it was looked at. */
const pieceSize = 1 << 18;
/** Some files have a size of 0 and hold something, as those of `/proc`. */
const leastPiece = 1 << 16;
/** So much is read before others have their turn: signals, threads, what is said on the way. */
const readAtOnce = 1 << 24;

/** The bytes of a file, a pipe or a device. */
export function fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const size = sizeOfFile(path);
  return size === undefined ? bytesOfPipe(path) : bytesOfFile(path, size);
}

/** Undefined for what is no file, or cannot be asked for: that is an error when it is opened. */
function sizeOfFile(path: string): number | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

/** Waited for as they come: the system reads ahead by itself, and to be told of a piece takes longer than to copy it. */
async function* bytesOfFile(path: string, size: number): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.allocUnsafeSlow(Math.min(pieceSize, Math.max(size + 1, leastPiece)));
    for (let inTurn = 0; ;) {
      const length = readSync(file, piece, 0, piece.length, null);
      if (length === 0) return;
      yield piece.subarray(0, length);
      inTurn += length;
      if (inTurn < readAtOnce) continue;
      inTurn = 0;
      // oxlint-disable-next-line no-await-in-loop -- a file is read in its order
      await new Promise((goOn) => setImmediate(goOn));
    }
  } finally {
    closeSync(file);
  }
}

/** Nobody knows when there is something in it. */
async function* bytesOfPipe(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const piece = Buffer.allocUnsafeSlow(pieceSize);
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- likewise
      const { bytesRead } = await handle.read(piece, 0, pieceSize, null);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
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
