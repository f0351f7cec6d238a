import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runNow } from './samples.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the README shows what is really printed', async () => {
  const shown = readme
    .split('\n')
    .filter((line, at, lines) => line.startsWith('    ') || (line === '' && lines[at + 1]?.startsWith('    ') === true))
    .map((line) => line.slice(4))
    .join('\n')
    .trim();
  const [command = '', ...printed] = shown.split('\n');
  const [, ...argv] = command.replace(/^\$ /u, '').split(' ');
  const { stdout } = await runNow(argv);
  expect(printed.join('\n')).toBe(stdout.trimEnd());
});

test('the first two fenced blocks of the README are one line each, to be pasted', () => {
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].map(([, block]) => block?.trimEnd().split('\n'));
  expect(blocks.slice(0, 2)).toEqual([[expect.stringContaining('explain')], [expect.stringContaining('npm test')]]);
});
