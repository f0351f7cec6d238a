/** The syntax of RE2, each class against all of ASCII and a letter beyond it. */
import { describe, expect, it } from 'vitest';
import { matchesRegex } from '../../../src/envoy/regex/matches-regex.ts';
import { matchesString } from '../../../src/envoy/string-matcher.ts';
import type { StringMatcher } from '../../../src/envoy/model.ts';

const characters = [...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)), 'é', '😀'];

/** What of the characters an expression matches. */
function matched(pattern: string): string {
  return characters.filter((character) => matchesRegex(pattern, character) === true).join('');
}

function among(expression: RegExp): string {
  return characters.filter((character) => expression.test(character)).join('');
}

describe('a class', () => {
  it.each<[string, RegExp]>([
    [String.raw`\d`, /[0-9]/u],
    [String.raw`\D`, /[^0-9]/u],
    [String.raw`\w`, /[0-9A-Za-z_]/u],
    [String.raw`\W`, /[^0-9A-Za-z_]/u],
    [String.raw`\s`, /[\t\n\f\r ]/u],
    [String.raw`\S`, /[^\t\n\f\r ]/u],
    ['[[:alnum:]]', /[0-9A-Za-z]/u],
    ['[[:alpha:]]', /[A-Za-z]/u],
    ['[[:ascii:]]', /[\0-\x7f]/u],
    ['[[:blank:]]', /[\t ]/u],
    ['[[:cntrl:]]', /\p{Cc}/u],
    ['[[:digit:]]', /[0-9]/u],
    ['[[:graph:]]', /[!-~]/u],
    ['[[:lower:]]', /[a-z]/u],
    ['[[:print:]]', /[ -~]/u],
    ['[[:punct:]]', /[!-/:-@[-`{-~]/u],
    ['[[:space:]]', /[\t\n\v\f\r ]/u],
    ['[[:upper:]]', /[A-Z]/u],
    ['[[:word:]]', /[0-9A-Za-z_]/u],
    ['[[:xdigit:]]', /[0-9A-Fa-f]/u],
    ['[[:^xdigit:]]', /[^0-9A-Fa-f]/u],
    ['[b-d]', /[b-d]/u],
    ['(?i)[b-d]', /[b-dB-D]/u],
    ['(?i)k', /[kK]/u],
    ['[]a]', /[\]a]/u],
    ['[^]a]', /[^\]a]/u],
    ['[a-]', /[a-]/u],
    ['[^a-c]', /[^a-c]/u],
    [String.raw`[\d_]`, /[0-9_]/u],
    [String.raw`[\x41-\x43]`, /[A-C]/u],
    [String.raw`[\]\-]`, /[\]-]/u],
    [String.raw`\pL`, /\p{L}/u],
    [String.raw`\PL`, /\P{L}/u],
    [String.raw`\p{Lu}`, /\p{Lu}/u],
    [String.raw`\p{^Lu}`, /\P{Lu}/u],
    [String.raw`\P{^Lu}`, /\p{Lu}/u],
    [String.raw`\p{Latin}`, /\p{Script=Latin}/u],
    [String.raw`\p{Any}`, /[^]/u],
    [String.raw`\P{Any}`, /(?!)/u],
    ['.', /[^\n]/u],
    ['(?s).', /[^]/u],
    ['[😀]', /😀/u],
  ])('%s', (pattern, expression) => expect(matched(pattern)).toBe(among(expression)));
});

describe('an escape or a group', () => {
  it.each([
    [String.raw`\a`, '\u{7}'],
    [String.raw`\f`, '\f'],
    [String.raw`\t`, '\t'],
    [String.raw`\n`, '\n'],
    [String.raw`\r`, '\r'],
    [String.raw`\v`, '\v'],
    [String.raw`\x41`, 'A'],
    [String.raw`\x{1F600}`, '😀'],
    [String.raw`\101`, 'A'],
    [String.raw`\0`, '\0'],
    [String.raw`\07`, '\u{7}'],
    [String.raw`\.`, '.'],
    [String.raw`\_`, '_'],
    [String.raw`\é`, 'é'],
  ])('%s stands for one character', (pattern, character) => expect(matched(pattern)).toBe(character));

  it.each([
    String.raw`\x{110000}`,
    String.raw`\y`,
    String.raw`\p`,
    String.raw`\p{}`,
    String.raw`\p{Zzz1}`,
    String.raw`[\y]`,
    '[a-',
    '[',
    '[[:alpha:]',
    String.raw`a\8`,
    'a{2,1}',
    '+a',
    '(?z)a',
    '(?P<a',
  ])('%s is not understood', (pattern) => expect(matchesRegex(pattern, 'é')).toBeUndefined());
});

describe('a repetition', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a{2}', ['aa'], ['a', 'aaa', '']],
    ['a{2,}', ['aa', 'aaaa'], ['a', '']],
    ['a{1,2}', ['a', 'aa'], ['', 'aaa']],
    ['a{0,1}', ['', 'a'], ['aa']],
    ['a*', ['', 'aaa'], ['b']],
    ['a+', ['a', 'aaa'], ['']],
    ['a?', ['', 'a'], ['aa']],
    ['(ab)*?', ['', 'abab'], ['aba']],
    ['a{,2}', ['a{,2}'], ['a', 'aa']],
    ['a{x}', ['a{x}'], ['a']],
    ['(a|bc)+d', ['ad', 'bcad'], ['d', 'bd', 'abd']],
    ['a|', ['a', ''], ['b']],
    ['|a', ['a', ''], ['b']],
    ['()', [''], ['a']],
  ])('%s', (pattern, yes, no) => {
    expect(yes.map((text) => matchesRegex(pattern, text))).toEqual(yes.map(() => true));
    expect(no.map((text) => matchesRegex(pattern, text))).toEqual(no.map(() => false));
  });
});

describe('an anchor', () => {
  it.each<[string, string, boolean]>([
    [String.raw`\Aab\z`, 'ab', true],
    [String.raw`a\Ab`, 'ab', false],
    [String.raw`a\zb`, 'ab', false],
    [String.raw`a\bb`, 'ab', false],
    [String.raw`a\Bb`, 'ab', true],
    [String.raw`a\b b`, 'a b', true],
    [String.raw`a\B b`, 'a b', false],
    [String.raw`_\b-`, '_-', true],
    ['a^b', 'ab', false],
    ['a$b', 'ab', false],
    ['a$\n', 'a\n', false],
    ['(?m)a$\n', 'a\n', true],
    ['(?m)\n^a', '\na', true],
    ['\n^a', '\na', false],
  ])('%s against %j: %s', (pattern, text, expected) => expect(matchesRegex(pattern, text)).toBe(expected));
});

describe('flags', () => {
  it.each<[string, string, boolean]>([
    ['(?i)a(?-i)b', 'Ab', true],
    ['(?i)a(?-i)b', 'AB', false],
    ['(?i:a)b', 'Ab', true],
    ['(?i:a)b', 'aB', false],
    ['((?i)a)b', 'AB', false],
    ['(?is)a.', 'A\n', true],
    ['(?s-i)a.', 'A\n', false],
    ['(?U)a+', 'aa', true],
    ['(?<name>a)', 'a', true],
    ['(?P<name>a)', 'a', true],
    ['(?:a)', 'a', true],
  ])('%s against %j: %s', (pattern, text, expected) => expect(matchesRegex(pattern, text)).toBe(expected));
});

function matches(kind: StringMatcher['kind'], value: string, text: string, ignoreCase = false): boolean | undefined {
  return matchesString({ kind, value, ignoreCase }, text);
}

describe('a string matcher', () => {
  it.each<[StringMatcher['kind'], string, string, string]>([
    ['exact', 'abc', 'abc', 'abcd'],
    ['prefix', 'abc', 'abcd', 'xabc'],
    ['suffix', 'abc', 'xabc', 'abcd'],
    ['contains', 'abc', 'xabcd', 'ab'],
    ['regex', 'a.c', 'abc', 'xabc'],
  ])('%s %s matches %s and not %s', (kind, value, yes, no) => {
    expect(matches(kind, value, yes)).toBe(true);
    expect(matches(kind, value, no)).toBe(false);
    expect(matches(kind, value, yes.toUpperCase())).toBe(false);
    expect(matches(kind, value.replace('a', 'A'), yes, true)).toBe(kind !== 'regex');
  });

  it('folds ASCII alone', () => {
    expect(matches('exact', 'É', 'é', true)).toBe(false);
    expect(matches('unrecognised', 'a', 'a')).toBeUndefined();
  });
});
