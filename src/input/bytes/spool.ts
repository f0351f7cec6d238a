import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileChunks, memoryChunks } from './chunks.ts';
import type { Chunks } from './chunks.ts';

/** Something that can be read again and again, from the start. */
export type Reopen = () => Chunks;

const heldInMemory = 64 * 2 ** 20;

const folders = new Set<string>();

/**
 * Keeps what can be read only once (a pipe), so that evidence in it can be looked up: a little in memory, more in
 * a file that goes when the process does.
 */
export async function spool(chunks: Chunks): Promise<Reopen> {
  const pieces: Buffer[] = [];
  let size = 0;
  const iterator = chunks[Symbol.asyncIterator]();
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- piece after piece
    const next = await iterator.next();
    if (next.done === true) return () => memoryChunks(...pieces);
    size += next.value.length;
    pieces.push(Buffer.from(next.value));
    if (size > heldInMemory) break;
  }
  const path = join(newFolder(), 'piped');
  await pipeline(Readable.from(rest(pieces, iterator)), createWriteStream(path, { mode: 0o600 }));
  return () => fileChunks(path);
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mtlscope-'));
  if (folders.size === 0) process.once('exit', forgetSpooled);
  folders.add(folder);
  return folder;
}

/** Removes the files that were kept so far: for whoever goes on for long, and reads none of it again. */
export function forgetSpooled(): void {
  process.removeListener('exit', forgetSpooled);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

async function* rest(held: readonly Buffer[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  yield* held;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- piece after piece
    const next = await iterator.next();
    if (next.done === true) return;
    yield Buffer.from(next.value);
  }
}
