import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import type { Limits } from '../limits.ts';
import { Unusable } from '../unusable.ts';
import { bytesIn, collectChunks, memoryChunks, peek } from './chunks.ts';
import type { Chunks } from './chunks.ts';

/** What is no larger, packed and unpacked, is unpacked at once: streams take ten times as long to begin. */
const packedAtOnce = 1 << 18;
const unpackedAtOnce = 1 << 22;

/** Z_SYNC_FLUSH: a cut stream is no error, so that the resources in it are not lost. */
const finishFlush = constants.Z_SYNC_FLUSH;

/**
 * Decompresses gzip (also several members after another). Bytes that end too early give what they hold; damaged
 * ones give what comes before the damage and then throw. Stops a bomb by the ratio of what came out to what went in.
 */
export async function* gunzip(chunks: Chunks, limits: Limits): AsyncGenerator<Uint8Array> {
  const { all, isAll, close } = await peek(chunks, packedAtOnce);
  try {
    if (!isAll) {
      yield* stream(all, limits);
      return;
    }
    const packed = await collectChunks(all, Number.POSITIVE_INFINITY, () => new Error('more than all'));
    const unpacked = atOnce(packed, limits);
    if (unpacked === undefined) yield* stream(memoryChunks(packed), limits);
    else yield unpacked;
  } finally {
    await close();
  }
}

/** Undefined where it is too large for that, or anything is wrong with it. */
function atOnce(packed: Buffer, { ratio, ratioFrom }: Limits): Buffer | undefined {
  try {
    const most = Math.min(unpackedAtOnce, Math.max(ratioFrom, packed.length * ratio));
    return gunzipSync(packed, { finishFlush, maxOutputLength: most });
  } catch {
    return undefined;
  }
}

async function* stream(chunks: Chunks, limits: Limits): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let unpacked = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      packed += chunk.length;
      // The stream below keeps what it was given, while a piece is valid only until the next.
      yield Buffer.from(chunk);
    }
  }
  const source = Readable.from(counted(), { objectMode: false });
  const unzipped = createGunzip({ chunkSize: 1 << 18, finishFlush });
  source.on('error', (error) => unzipped.destroy(error));
  source.pipe(unzipped);
  try {
    for await (const piece of bytesIn(unzipped)) {
      unpacked += piece.length;
      if (unpacked > limits.ratioFrom && unpacked > packed * limits.ratio) throw bomb(limits);
      yield piece;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new Unusable('unreadable', 'gzip data that is damaged', 'copy or fetch the file again', { cause: error });
    }
    throw error;
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

function bomb({ ratio }: Limits): Unusable {
  return new Unusable(
    'too-large',
    `compressed data that grows more than ${ratio} times when it is unpacked`,
    'no dump does that; do not trust where it came from, or unpack it yourself and name the files',
  );
}
