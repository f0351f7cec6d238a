import { describe, expect, it } from 'vitest';
import { sortedOnDisk } from '../../../src/input/shelf/sorted-on-disk.ts';

describe('texts that are sorted in a file', () => {
  it('come in the order of their letters, each once', () => {
    const texts = ['b', 'a\n', '', 'é', '\u{1d11e}', '\uffff', 'b', '"', '\ud800', 'a'];
    expect([...sortedOnDisk(texts)]).toEqual([...new Set(texts)].toSorted());
  });

  it('may be none', () => {
    expect([...sortedOnDisk([])]).toEqual([]);
  });

  it('may be many more than are sorted at once', () => {
    const texts = Array.from({ length: 150_000 }, (_, index) => `svc-${(index * 7919) % 120_000}.shop.svc`);
    expect([...sortedOnDisk(texts)]).toEqual([...new Set(texts)].toSorted());
  });
});
