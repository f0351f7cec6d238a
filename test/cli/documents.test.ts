import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { violations } from '../../src/generated/validators.js';
import { runNow, sample } from './samples.ts';

const samples = [
  ['auto-mtls', 'sleep'],
  ['dr-disable-strict', 'sleep'],
  ['gateway-simple', 'ingress'],
  ['hbone', 'sleep'],
  ['listener-and-cluster', 'sleep'],
  ['mixed-endpoints', 'sleep'],
] as const;

describe.each(samples)('the documents about %s', (name, client) => {
  test.each([
    ['inspect', ['inspect', '-o', 'json']],
    ['edges', ['edges', '-o', 'json']],
    ['explain', ['explain', client, '-o', 'json']],
  ])('%s prints what the schema says', async (_, [command = '', ...words]) => {
    const { stdout, code } = await runNow([command, ...words, sample(name)]);
    expect(code).toBeLessThan(2);
    expect(violations('inspection', JSON.parse(stdout))).toEqual([]);
  });
});

test('yaml says the same as json', async () => {
  const { parse } = await import('yaml');
  const [json, yaml] = await Promise.all(
    ['json', 'yaml'].map((format) => runNow(['edges', '-o', format, sample('dr-disable-strict')])),
  );
  expect(parse(yaml?.stdout ?? '')).toEqual(JSON.parse(json?.stdout ?? ''));
});

describe('the digest of what was read', () => {
  const web = `${sample('dr-disable-strict')}/proxies/web.json.gz`;

  async function digestsOf(...argv: readonly string[]): Promise<readonly (string | undefined)[]> {
    const { stdout } = await runNow([...argv, '-o', 'json', web]);
    const { sources } = JSON.parse(stdout) as { readonly sources: readonly { readonly digest?: string }[] };
    return sources.map(({ digest }) => digest);
  }

  test('stands beside what is judged', async () => {
    const digest = createHash('sha256').update(readFileSync(web)).digest('hex');
    expect(await digestsOf('edges')).toEqual([digest]);
  });

  test.each([['inspect'], ['inspect', '--show', 'modes']])(
    'is not worked out where nothing is: %s %s',
    async (...argv) => {
      expect(await digestsOf(...argv)).toEqual([undefined]);
    },
  );
});
