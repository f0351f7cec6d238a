import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileChunks } from '../../src/input/bytes/chunks.ts';
import { folderWith } from './support/temporary-folder.ts';

const large = 'abcdefghijklmnop'.repeat(1 << 21);

describe('the bytes of a file', () => {
  it.each([
    ['none', ''],
    ['a few', 'abc'],
    ['many', large],
  ])('come all, in their order: %s', async (_, text) => {
    const path = join(folderWith({ 'a.json': text }), 'a.json');
    const pieces: Buffer[] = [];
    for await (const piece of fileChunks(path)) pieces.push(Buffer.from(piece));
    expect(Buffer.concat(pieces).equals(Buffer.from(text))).toBe(true);
  });

  it('leave others their turn while many are read', async () => {
    const path = join(folderWith({ 'a.json': large }), 'a.json');
    let hadTurn = false;
    setImmediate(() => (hadTurn = true));
    let hadTurnWhileReading = false;
    for await (const _ of fileChunks(path)) hadTurnWhileReading = hadTurn;
    expect(hadTurnWhileReading).toBe(true);
  });
});
