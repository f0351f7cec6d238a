import { array, assert, constantFrom, property, tuple } from '../../property.ts';
import { describe, expect, it } from 'vitest';
import { matchesRegex } from '../../../src/envoy/regex/matches-regex.ts';

describe('matchesRegex', () => {
  it.each([
    ['spiffe://[^/]+/ns/(foo|bar)/sa/.*', 'spiffe://td/ns/bar/sa/x', true],
    ['spiffe://[^/]+/ns/(foo|bar)/sa/.*', 'spiffe://td/ns/baz/sa/x', false],
    ['(?i)HTTPS?', 'http', true],
    ['a(?i:b)c', 'aBc', true],
    ['a(?i:b)c', 'aBC', false],
    ['[[:alpha:]_]+\\d{2,3}', 'ab_12', true],
    ['[[:^digit:]]+', 'abc', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\Qa.b\\E', 'axb', false],
    ['\\pL+', 'äß', true],
    ['\\p{Greek}', 'α', true],
    ['\\x41\\x{1F600}', 'A😀', true],
    ['[^\\d-]+', 'abc', true],
    ['(?P<name>ab){2}', 'abab', true],
    ['.', '\n', false],
    ['(?s).', '\n', true],
    ['(?m)a$\n^b', 'a\nb', true],
    ['a{0}b', 'b', true],
    ['', '', true],
    ['^$', '', true],
    ['\\bweb\\b', 'web', true],
    ['x*?y+?', 'xxy', true],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(matchesRegex(pattern, text)).toBe(expected);
  });

  it.each([
    '(?=a)',
    '(?<=a)b',
    '\\1',
    'a**(',
    '(',
    ')',
    '[a',
    'a{1001}',
    '*',
    '\\',
    '[b-a]',
    '\\p{Nowhere}',
    '[[:no:]]',
  ])('does not understand %s', (pattern) => {
    expect(matchesRegex(pattern, 'a')).toBeUndefined();
  });

  it('agrees with the engine of JavaScript where the two have the same syntax', () => {
    const atom = constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '(?:a|b)', '(a)', '1');
    const piece = tuple(atom, constantFrom('', '*', '+', '?', '{2}', '{1,2}')).map((parts) => parts.join(''));
    const pattern = array(
      array(piece, { maxLength: 3 }).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 3 },
    );
    const text = array(constantFrom('a', 'b', '1', 'ä', '\n'), { maxLength: 6 }).map((parts) => parts.join(''));
    assert(
      property(pattern, text, (options, given) => {
        const source = options.join('|');
        expect(matchesRegex(source, given)).toBe(new RegExp(`^(?:${source})$`, 'u').test(given));
      }),
      { numRuns: 500 },
    );
  });

  it('takes no longer for an expression that makes other engines run for ever', () => {
    expect(matchesRegex('(a+)+(a+)+b', 'a'.repeat(2000))).toBe(false);
  });
});
