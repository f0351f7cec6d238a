import { describe, expect, it } from 'vitest';
import { equalValues, isEmpty } from '../../../src/envoy/read/protobuf-value.ts';

describe('values of a Struct', () => {
  it.each([
    [1, 1],
    ['a', 'a'],
    [true, true],
    [null, null],
    [[], []],
    [
      [1, ['a']],
      [1, ['a']],
    ],
    [{}, {}],
    [
      { a: 1, b: { c: [null] } },
      { b: { c: [null] }, a: 1 },
    ],
  ])('%j equals %j', (one, other) => expect(equalValues(one, other)).toBe(true));

  it.each([
    [1, '1'],
    [true, 'true'],
    [null, ''],
    [null, {}],
    [{}, null],
    [{}, []],
    [[], {}],
    [['a'], 'a'],
    ['a', ['a']],
    [[1], [1, 2]],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: null }, { b: null }],
    [{ toString: 1 }, { a: 1 }],
  ])('%j does not equal %j', (one, other) => expect(equalValues(one, other)).toBe(false));

  it('may be without fields', () => {
    expect(isEmpty({})).toBe(true);
    expect(isEmpty({ a: null })).toBe(false);
  });
});
