import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { manPage } from '../../tools/man-page.ts';

const root = new URL('../../', import.meta.url);
const packed = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { man: string; files: string[] };
const kept = readFileSync(new URL(packed.man, root), 'utf8');

test('the manual page is that of the commands: npm run man writes it', async () => {
  expect(kept).toBe(await manPage());
});

test('it has every command with its examples, and none that programs call', () => {
  expect(existsSync(new URL(packed.man, root))).toBe(true);
  expect(packed.files).toContain('man');
  for (const { name, hidden } of commands) {
    const shown = new RegExp(`^\\.SS mtlscope ${name} `, 'mu').test(kept);
    expect([name, shown]).toEqual([name, hidden !== true]);
  }
  expect(kept).toContain('mtlscope explain pod/sleep.demo web:80');
});

test('no line of it is taken for a command of roff that it is not', () => {
  const requests = kept.split('\n').filter((line) => /^[.']/u.test(line));
  for (const line of requests) expect(line).toMatch(/^\.(?:TH|SH|SS|TP|PP|B|I|RI|BR|br|nf|fi)\b/u);
  expect(kept.replaceAll(/\\[-e&]/gu, '')).not.toContain('\\');
});
