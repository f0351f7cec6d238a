import { describe, expect, it } from 'vitest';
import { SortedRows } from '../../src/cli/sorted-rows.ts';
import { span } from '../../src/report/text/ink.ts';

describe('rows of a table', () => {
  it('come by their ranks, and in their order within one', () => {
    const rows = new SortedRows();
    rows.add(2, ['c']);
    rows.add(0, [span('a', 'strong')]);
    rows.add(2, ['d']);
    rows.add(1, ['b', 'é']);
    expect([...rows]).toEqual([[span('a', 'strong')], ['b', 'é'], ['c'], ['d']]);
    expect([...rows.texts()].join('')).toBe('abécd');
  });

  it('come so again and again, also when they are too many for memory', () => {
    const rows = new SortedRows();
    const text = 'é'.repeat(500);
    const expected: [string, string][][] = [[], [], []];
    for (let number = 0; number < 40_000; number += 1) {
      rows.add(2 - (number % 3), [`${number}`, text]);
      expected[2 - (number % 3)]?.push([`${number}`, text]);
    }
    const same = JSON.stringify(expected.flat());
    expect(JSON.stringify([...rows]) === same).toBe(true);
    expect(JSON.stringify([...rows]) === same).toBe(true);
    rows.close();
  });

  it('may be none', () => {
    expect([...new SortedRows()]).toEqual([]);
  });
});
