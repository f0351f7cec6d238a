import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the first two fenced blocks of the README are one line each, to be pasted', () => {
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].map(([, block]) => block?.trimEnd().split('\n'));
  expect(blocks.slice(0, 2)).toEqual([[expect.stringContaining('explain')], [expect.stringContaining('npm test')]]);
});
