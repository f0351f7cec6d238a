import { Buffer } from 'node:buffer';
import { afterEach, expect, it } from 'vitest';
import { Lines } from '../../../src/cli/pages/lines.ts';
import { Spool } from '../../../src/cli/pages/spool.ts';
import type { Stencil } from '../../../src/input/json/filling.ts';
import * as fc from '../../property.ts';
import { filledIn } from './filled.ts';

const spool = new Spool();
afterEach(() => spool.close());

function written(lines: readonly string[]): string {
  const all = new Lines(spool, () => '\n> ');
  for (const line of lines) all.append(line);
  return Buffer.concat(all.stretches.map((stretch) => spool.read(stretch))).toString();
}

it.each([
  ['none', []],
  ['one', ['a']],
  ['more than a piece has room for', Array.from({ length: 50_000 }, (_, index) => `line ${index}`)],
  ['one that is longer than a piece among short ones', ['before', 'long'.repeat(50_000), 'after']],
  ['of characters of several bytes', Array.from({ length: 30_000 }, () => '→ 😀 é')],
])('keeps lines in their order: %s', (_, lines) => {
  expect(written(lines)).toBe(lines.map((line) => `\n> ${line}`).join(''));
});

function forEach(names: readonly string[], stencil: Stencil): Buffer {
  return Buffer.from(names.map((name) => filledIn(stencil, '', [name])).join(''));
}

/** Fills in lines of names, so many at once, and writes others between them. */
function filled(constant: string, batches: readonly (readonly string[])[], between: string): string {
  const all = new Lines(spool, () => '\n> ');
  const line: Stencil = [{ text: `${all.before}{"${constant}":"` }, { name: 0, from: 0 }, { text: '"}' }];
  const aside = all.asideOf(line);
  for (const names of batches) {
    const bytes = Buffer.concat([Buffer.from('..'), forEach(names, line), Buffer.from('..')]);
    const where = { start: 2, end: bytes.length - 2 };
    all.appendLines({ bytes, ...where, aside: forEach(names, aside), hashes: new Int32Array(), latest: '' });
    all.append(between);
  }
  return Buffer.concat(all.stretches.map((stretch) => spool.read(stretch))).toString();
}

it('keeps lines that are filled in among others, each with what stands before it', () => {
  const batches = [50_000, 50_000, 50_000, 140_000, 10].map((length) => ['a', 'é'.repeat(length / 2)]);
  const expected = batches.flatMap((names) => [...names.map((name) => `{"name":"${name}"}`), 'between']);
  expect(filled('name', batches, 'between')).toBe(expected.map((line) => `\n> ${line}`).join(''));
});

it('takes out of lines that are filled in what it takes out of others', () => {
  const word = fc.constantFrom('web', 'AKIA', '0123456789ABCDEF', 'bearer ', 'a1b2c3d4', 'password=', 'hunter2', '.');
  const words = fc.array(word, { maxLength: 3 }).map((each) => each.join(''));
  const name = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('web', 'api') }, words);
  const batches = fc.array(fc.array(name, { maxLength: 4 }), { maxLength: 4 });
  let found = 0;
  fc.assert(
    fc.property(fc.constantFrom('name', 'password', 'AKIA'), batches, words, (constant, all, between) => {
      const lines = all.flatMap((names) => [...names.map((each) => `{"${constant}":"${each}"}`), between]);
      const text = filled(constant, all, between);
      if (text.includes('[redacted]')) found += 1;
      expect(text).toBe(written(lines));
    }),
    { numRuns: 2000 },
  );
  expect(found).toBeGreaterThan(200);
});

it('finds what is the same in all lines in later pieces as well', () => {
  const batches = Array.from({ length: 4 }, () => Array.from({ length: 3000 }, (_, index) => `hunter2hunter2${index}`));
  const text = filled('password', batches, 'between');
  expect(text).not.toContain('hunter2');
  expect(text.match(/"password":"\[redacted\]"/gu)).toHaveLength(12_000);
});

it('takes out what looks like a secret, wherever it stands', () => {
  const secret = 'AKIA0123456789ABCDEF';
  expect(written(['a', `${secret} b`, 'c', 'd'.repeat(200_000) + ` ${secret}`])).toBe(
    `\n> a\n> [redacted] b\n> c\n> ${'d'.repeat(200_000)} [redacted]`,
  );
});
