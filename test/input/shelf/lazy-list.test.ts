import { describe, expect, it } from 'vitest';
import { indicesOf, isLazy, itemsOf, lazyList, mapped } from '../../../src/input/shelf/lazy-list.ts';

const find = (word: string): readonly number[] => (word === 'odd' ? [1, 3] : []);

/** A list of squares, and the numbers of the items that were made. */
function squares(length: number, kept?: number): { readonly list: readonly { n: number }[]; readonly made: number[] } {
  const made: number[] = [];
  const make = (index: number): { n: number } => {
    made.push(index);
    return { n: index * index };
  };
  return { made, list: lazyList({ length, make, find, ...(kept !== undefined && { kept }) }) };
}

describe('a list whose items are made when they are asked for', () => {
  it('reads as any other does', () => {
    const { list } = squares(5);
    const plain = [0, 1, 4, 9, 16].map((n) => ({ n }));
    expect(Array.isArray(list)).toBe(true);
    expect(list).toHaveLength(5);
    expect([...list]).toEqual(plain);
    expect(list.map(({ n }) => n)).toEqual([0, 1, 4, 9, 16]);
    expect(list.filter(({ n }) => n > 3)).toEqual(plain.slice(2));
    expect(list.slice(1, 3)).toEqual(plain.slice(1, 3));
    expect(list.at(-1)).toEqual({ n: 16 });
    expect(list.find(({ n }) => n === 9)).toEqual({ n: 9 });
    expect([...list.entries()]).toEqual([...plain.entries()]);
    expect(JSON.stringify(list)).toBe(JSON.stringify(plain));
    expect(list[5]).toBeUndefined();
    expect(5 in list).toBe(false);
  });

  it('makes nothing before it is asked for, and keeps what was asked for last', () => {
    const { list, made } = squares(10, 2);
    expect(made).toEqual([]);
    const first = list[0];
    expect([list[1], list[0], list[2], list[0]].at(-1)).toBe(first);
    expect(made).toEqual([0, 1, 2]);
    expect(list[1]).toEqual({ n: 1 });
    expect(made).toEqual([0, 1, 2, 1]);
  });

  it('finds items by words, and keeps doing so when something else is made of them', () => {
    const { list } = squares(5);
    expect(itemsOf(list, 'odd')).toEqual([{ n: 1 }, { n: 9 }]);
    const doubled = mapped(list, ({ n }) => n * 2);
    expect(isLazy(doubled)).toBe(true);
    expect(itemsOf(doubled, 'odd')).toEqual([2, 18]);
    expect([...doubled]).toEqual([0, 2, 8, 18, 32]);
  });

  it('is told from an ordinary one', () => {
    expect(isLazy([1])).toBe(false);
    expect(indicesOf([1], 'odd')).toBeUndefined();
    expect(mapped([1, 2], (n) => n + 1)).toEqual([2, 3]);
  });
});
