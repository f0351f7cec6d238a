import { Buffer } from 'node:buffer';
import { afterEach, expect, it } from 'vitest';
import { Lines } from '../../../src/cli/pages/lines.ts';
import { Spool } from '../../../src/cli/pages/spool.ts';

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

it('keeps lines that stand in bytes among others, each with what stands before it', () => {
  const all = new Lines(spool, () => '\n> ');
  const expected = [50_000, 50_000, 50_000, 140_000, 10].map((length, index) => {
    const text = `${all.before}${'é'.repeat(length / 2)}`;
    const bytes = Buffer.from(`..${text}..`);
    all.appendLines({ bytes, start: 2, end: bytes.length - 2, aside: Buffer.alloc(0), hashes: new Int32Array(), latest: '' });
    all.append(`after ${index}`);
    return `${text}\n> after ${index}`;
  });
  expect(Buffer.concat(all.stretches.map((stretch) => spool.read(stretch))).toString()).toBe(expected.join(''));
});

it('takes out what looks like a secret, wherever it stands', () => {
  const secret = 'AKIA0123456789ABCDEF';
  expect(written(['a', `${secret} b`, 'c', 'd'.repeat(200_000) + ` ${secret}`])).toBe(
    `\n> a\n> [redacted] b\n> c\n> ${'d'.repeat(200_000)} [redacted]`,
  );
});
