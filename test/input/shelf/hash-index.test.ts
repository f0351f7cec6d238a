import { describe, expect, it } from 'vitest';
import { HashIndex, hashOf } from '../../../src/input/shelf/hash-index.ts';

function indexOf(words: Iterable<readonly [string, number]>): HashIndex {
  const index = new HashIndex();
  for (const [word, item] of words) index.add(word, item);
  return index;
}

/** Two words of one hash. */
const [alike, likewise] = ['svc-1439599.shop.svc.cluster.local', 'svc-1622382.shop.svc.cluster.local'];

describe('an index by hashes', () => {
  it('finds every item of a word, in order, and none of a word that nobody goes by', () => {
    const index = indexOf([
      ['web', 3],
      ['api', 1],
      ['web', 0],
      ['wéb €𝄞', 7],
      ['', 8],
    ]);
    expect(index.items('web')).toEqual([0, 3]);
    expect(index.items('wéb €𝄞')).toEqual([7]);
    expect(index.items('')).toEqual([8]);
    expect(index.items('db')).toEqual([]);
  });

  it('holds nothing at first', () => {
    expect(indexOf([]).items('web')).toEqual([]);
    expect([...indexOf([]).rivals()]).toEqual([]);
  });

  it('names items of both words where two have one hash', () => {
    expect(hashOf(alike)).toBe(hashOf(likewise));
    const index = indexOf([
      [likewise, 0],
      [alike, 1],
    ]);
    expect(index.items(alike)).toEqual([0, 1]);
    expect(index.items(likewise)).toEqual([0, 1]);
    expect([...index.rivals()]).toEqual([[0, 1]]);
  });

  it('finds a word that more items go by than a block of the file holds', () => {
    const index = indexOf(Array.from({ length: 3000 }, (_, item) => [item % 2 === 0 ? 'all' : `own ${item}`, item]));
    expect(index.items('all')).toEqual(Array.from({ length: 1500 }, (_, item) => item * 2));
    expect(index.items('own 2999')).toEqual([2999]);
  });

  it('finds what was put into the file in several runs', () => {
    const count = 600_000;
    const index = indexOf(
      (function* () {
        for (let item = 0; item < count; item += 1) yield [`svc-${item % 400_000}`, item] as const;
      })(),
    );
    for (const item of [0, 1, 199_999, 200_000, 262_143, 262_144, 399_999]) {
      expect(index.items(`svc-${item}`)).toEqual(
        expect.arrayContaining(item < 200_000 ? [item, item + 400_000] : [item]),
      );
    }
    expect(index.items(`svc-${count}`).filter((item) => item % 400_000 === count % 400_000)).toEqual([]);
    const pairs = [...index.rivals()].filter(([one, other]) => other - one === 400_000);
    expect(pairs).toHaveLength(200_000);
  });
});
