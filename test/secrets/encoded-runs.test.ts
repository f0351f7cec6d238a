import { describe, expect, it } from 'vitest';
import { encodedRuns } from '../../src/secrets/encoded-runs.ts';
import * as fc from '../property.ts';

/** What base64 and hexadecimal digits are made of, and what stands between, in runs around the shortest that counts. */
const stretch = fc
  .tuple(fc.constantFrom('Ab', 'abc', 'QRS', '09af', 'aF: ', '+/_-9zZ', '"', '\n', 'é', '.', '= '), fc.nat(50))
  .map(([characters, length]) => characters.repeat(length).slice(0, length));
const texts = fc.array(stretch, { maxLength: 8 }).map((stretches) => stretches.join(''));

/** Where runs begin, in the words of patterns: slow, and plain to see. */
function byPatterns(text: string): readonly string[] {
  const hex = [...text.matchAll(/[0-9a-f: ]+/giu)]
    .filter(([run]) => run.replaceAll(/[: ]/gu, '').length >= 40)
    .flatMap((run) => [...run[0].matchAll(/(?:[0-9a-f]{2}[: ]?){20,}/giu)].map((match) => run.index + match.index));
  const base64 = [...text.matchAll(/[A-Za-z0-9+/_-]{20,}/gu)].filter(
    ([run]) => /[a-z]/u.test(run) && /[A-Z]/u.test(run),
  );
  return [...hex.map((start) => `hex ${start}`), ...base64.map(({ index }) => `base64 ${index}`)];
}

describe('runs that may be encoded bytes', () => {
  it('are those that patterns find, wherever they stand in a text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(encodedRuns(text).map(({ encoding, start }) => `${encoding} ${start}`)).toStrictEqual(byPatterns(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('are told with the lines that a base64 text is broken over', () => {
    const lines = 'TWFueSBoYW5kcyBtYWtl\\nIGxpZ2h0IHdvcms=';
    expect(encodedRuns(`"${lines}"`)[0]).toStrictEqual({ encoding: 'base64', start: 1, text: lines });
  });
});
