import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, it, vi } from 'vitest';
import { forgetSpooled, spool } from '../../src/input/bytes/spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-spool-'));
vi.stubEnv('TMPDIR', folder);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function sizeOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const piece of chunks) size += piece.length;
  return size;
}

it('keeps what is large in a file, as often as it is read, until it is forgotten', async () => {
  const pieces = Array.from({ length: 65 }, () => Buffer.alloc(2 ** 20));
  const reopen = await spool(Readable.from(pieces));
  expect([await sizeOf(reopen()), await sizeOf(reopen())]).toEqual([65 * 2 ** 20, 65 * 2 ** 20]);
  expect(readdirSync(folder)).toHaveLength(1);
  forgetSpooled();
  expect(readdirSync(folder)).toEqual([]);
});
