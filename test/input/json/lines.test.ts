import { describe, expect, it } from 'vitest';
import { LineCounter } from '../../../src/input/json/lines.ts';
import { cutAt } from './read.ts';

const text = '{\n "ä": "€🔒x",\r\n\n "b": 1}\n';
const bytes = Buffer.from(text);

function place(offset: number, cuts: readonly number[] = []): readonly [number, number] {
  const counter = new LineCounter(offset);
  for (const chunk of cutAt(bytes, cuts)) if (counter.feed(chunk)) break;
  return [counter.line, counter.column];
}

describe('lines and columns', () => {
  it.each([
    ['the first byte', '{', [1, 1]],
    ['a byte after a two-byte character', '": "€', [2, 4]],
    ['a byte after characters of three and four bytes', 'x"', [2, 10]],
    ['an empty line', '\n "b"', [3, 1]],
    ['the last line', '1}', [4, 7]],
  ] as const)('are found for %s', (_, after, expected) => {
    expect(place(Buffer.byteLength(text.slice(0, text.indexOf(after))))).toEqual(expected);
  });

  it('are found for the end', () => {
    expect(place(bytes.length)).toEqual([5, 1]);
  });

  it('do not depend on how the bytes are cut', () => {
    const everywhere = Array.from(bytes, (_, index) => index / bytes.length);
    for (let offset = 0; offset <= bytes.length; offset += 1) expect(place(offset, everywhere)).toEqual(place(offset));
  });
});
