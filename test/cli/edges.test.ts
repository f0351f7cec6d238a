import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const strict = sample('dr-disable-strict');
const scratch = mkdtempSync(join(tmpdir(), 'mtlscope-edges-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Rows of a table on stdout, their cells apart. */
async function rows(...argv: readonly string[]): Promise<string[][]> {
  const { stdout } = await runNow(argv);
  return stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {2,}/u));
}

describe('edges', () => {
  test('tells a cause that there is none of, and a client that nobody is', async () => {
    const misspelt = await runNow(['edges', '--cause', 'dr-tls-disabled', sample('dr-disable-strict')]);
    expect(misspelt.code).toBe(2);
    expect(misspelt.stderr).toContain('dr-tls-disable');
    const { stderr } = await runNow(['edges', '--from', 'slep', sample('dr-disable-strict')]);
    expect(stderr).toContain('no proxy that was read is called slep (the nearest: sleep');
  });

  test('lists the broken ones first, with the reason', async () => {
    const [first, ...rest] = await rows('edges', strict);
    expect(first).toEqual([
      '✗',
      'demo/sleep',
      'web.demo.svc.cluster.local:80',
      'fails',
      expect.stringContaining('sleep sends plaintext, web accepts only mutual TLS'),
    ]);
    const outcomes = [first, ...rest].map((row) => row?.[3]);
    expect(outcomes.lastIndexOf('fails')).toBeLessThan(outcomes.indexOf('mutual TLS'));
  });

  test('counts outcomes on stderr and exits 1 on findings', async () => {
    const { code, stderr } = await runNow(['edges', strict]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\d+ edges: \d+ fail, /mu);
  });

  test('exits 0 where every edge that is asked for works', async () => {
    expect(await runNow(['edges', sample('auto-mtls'), '--to', 'web', '--from', 'sleep'])).toMatchObject({ code: 0 });
  });

  test('has the six columns of tls-check, none of them empty', async () => {
    const { stdout } = await runNow(['tls-check', strict, '--from', 'sleep', '--to', 'web']);
    const [heading, ...lines] = stdout.trimEnd().split('\n');
    expect(heading?.split(/ {2,}/u)).toEqual([
      'HOST:PORT',
      'STATUS',
      'SERVER',
      'CLIENT',
      'AUTHN-POLICY',
      'DESTINATION-RULE',
    ]);
    expect(lines.map((line) => line.split(/ {2,}/u))).toContainEqual([
      'web.demo.svc.cluster.local:80',
      'CONFLICT',
      'STRICT',
      'plaintext',
      'istio-system/default',
      'demo/web',
    ]);
    expect(stdout).not.toMatch(/ - /u);
  });

  test('has a table for each client where there are several', async () => {
    const { stdout } = await runNow(['edges', strict, '-o', 'wide']);
    expect(stdout.match(/^client .*$/gmu)).toEqual(['client demo/sleep', 'client demo/web']);
  });

  test.each([
    [['--outcome', 'fails'], (row: readonly string[]) => row[3] === 'fails'],
    [['--port', '80,9000'], (row: readonly string[]) => /:(?:80|9000)$/u.test(row[2] ?? '')],
    [['--from', 'web'], (row: readonly string[]) => row[1] === 'demo/web'],
    [['--from', 'demo/sl*'], (row: readonly string[]) => row[1] === 'demo/sleep'],
    [['--to', 'web'], (row: readonly string[]) => row[2]?.startsWith('web.demo.') === true],
  ])('narrows down by %j', async (flags, fits) => {
    const [all, some] = [await rows('edges', strict), await rows('edges', strict, ...flags)];
    expect(some).toEqual(all.filter(fits));
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(all.length);
  });

  test('says so when a filter lets nothing through', async () => {
    expect(await runNow(['edges', strict, '--cause', 'cert-not-yet-valid'])).toMatchObject({ code: 0, stdout: '' });
  });

  test.each([
    [['--outcome', 'broken'], 'Outcomes are'],
    [['--port', 'http'], 'is no port'],
  ])('refuses %j', async (flags, said) => {
    const { code, stderr } = await runNow(['edges', strict, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  test('writes to a file where one is named', async () => {
    const file = join(scratch, 'edges.json');
    const { stdout } = await runNow(['edges', strict, '-o', 'json', '--out', file]);
    expect(stdout).toBe('');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ formatVersion: 1 });
    const wrong = await runNow(['edges', strict, '--out', join(scratch, 'no', 'such', 'folder')]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('cannot be written');
  });
});

describe('colour', () => {
  const escape = '\u001b[';

  test.each([
    ['a terminal', { isTTY: true }, [], true],
    ['a pipe', {}, [], false],
    ['NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, [], false],
    ['an empty NO_COLOR', { isTTY: true, env: { NO_COLOR: '' } }, [], true],
    ['a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }, [], false],
    ['--color never', { isTTY: true }, ['--color', 'never'], false],
    ['--color always in a pipe', { env: { NO_COLOR: '1' } }, ['--color', 'always'], true],
  ])('%s', async (_, options, flags, coloured) => {
    const { stdout } = await runNow(['edges', strict, ...flags], options);
    expect(stdout.includes(escape)).toBe(coloured);
  });
});
