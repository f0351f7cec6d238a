import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u2066\ufeff<script>\r';
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** A dump in which every `web` became something that a terminal would obey. */
const dump = gunzipSync(readFileSync(`${sample('dr-disable-strict')}/proxies/web.json.gz`))
  .toString('utf8')
  .replaceAll('web', `w${JSON.stringify(evil).slice(1, -1)}`);

describe('names that a terminal would obey', () => {
  test.each([
    ['inspect', '--show', 'all'],
    ['inspect', '-o', 'json'],
    ['inspect', '-o', 'yaml'],
    ['inspect', '--at', '2040-01-01'],
    ['edges'],
    ['edges', '-o', 'wide'],
    ['edges', '-o', 'json'],
    ['edges', '-o', 'yaml'],
    ['explain', '10.77.0.12'],
    ['explain', 'outside', '10.77.0.12:8080'],
    ['explain', 'outside', '10.77.0.12:8080', '-o', 'yaml'],
    ['explain', evil, evil],
    ['query', '$..name'],
    ['query', `$..${evil}`],
  ])('are escaped by %j', async (...argv) => {
    for (const isTTY of [true, false]) {
      const { stdout, stderr, code } = await runNow([...argv, '-'], { stdin: dump, isTTY, env: { NO_COLOR: '1' } });
      expect(code).toBeLessThan(3);
      expect(stdout).not.toMatch(forbidden);
      expect(stderr).not.toMatch(forbidden);
    }
  });
});
