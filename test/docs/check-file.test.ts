import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCheckFile } from '../../src/check/check-file.ts';

const page = readFileSync(new URL('../../docs/check-file.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)].map(([, yaml = '']) => yaml);

it('shows check files that can be read', () => {
  const read = blocks.map((yaml) => readCheckFile(yaml, 'check-file.md'));
  expect(read.map((expectations) => expectations.map(({ id }) => id))).toEqual([['007'], ['everybody-to-demo']]);
});

it('names every key that an entry may have', () => {
  const example = blocks[0] ?? '';
  const named = [...example.matchAll(/^ {2}[ -] (\w+):/gmu)].map(([, key]) => key);
  expect(named).toEqual(['id', 'from', 'to', 'speaks', 'authority', 'endpoint', 'expect', 'identity', 'cause']);
});
