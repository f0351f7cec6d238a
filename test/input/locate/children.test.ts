import { describe, expect, it } from 'vitest';
import { Children } from '../../../src/input/locate/children.ts';

const many = Array.from({ length: 1000 }, (_, index) => ({ index, padding: 'x'.repeat(20) }));

function bytesOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** The offsets of children, looked up one after the other; with `forget`, the bytes are gone after the first. */
function offsetsOf(bytes: Buffer, tokens: readonly string[], forget: boolean): readonly (number | undefined)[] {
  const children = new Children(bytes);
  return tokens.map((token) => {
    const child = children.childOf(0, token);
    // Brackets stay: they tell what kind of thing it is.
    if (forget) bytes.fill(0, 1);
    return child?.start;
  });
}

describe('the children of a large value', () => {
  it.each([
    ['list', many, ['999', '0', '500', '998']],
    [
      'object',
      Object.fromEntries(many.map((each) => [`key${each.index}`, each])),
      ['key0', 'key999', 'key500', 'key1'],
    ],
    ['object of one large member', { configs: many }, ['configs', 'configs', 'configs']],
  ])('are looked for once: %s', (_, value, tokens) => {
    const expected = offsetsOf(bytesOf(value), tokens, false);
    expect(expected).not.toContain(undefined);
    expect(offsetsOf(bytesOf(value), tokens, true)).toEqual(expected);
  });

  it('are found in any order', () => {
    const bytes = bytesOf(many);
    for (const tokens of [
      ['3', '700', '1', '999'],
      ['999', '3'],
      ['3', '3', '2'],
    ]) {
      const values = offsetsOf(bytes, tokens, false).map((start) => bytes.toString('utf8', start, (start ?? 0) + 12));
      expect(values).toEqual(tokens.map((token) => `{"index":${token},"`.slice(0, 12)));
    }
  });

  it('are not there beyond the last', () => {
    expect(offsetsOf(bytesOf(many), ['1000', '999', '1000'], false)).toEqual([
      undefined,
      expect.any(Number),
      undefined,
    ]);
  });
});
