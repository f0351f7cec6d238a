import { describe, expect, it } from 'vitest';
import { isPattern, matchesPattern, matchesTarget } from '../../src/check/pattern.ts';
import { violations } from '../../src/generated/validators.js';
import { runNow, sample } from '../cli/samples.ts';

describe('a pattern', () => {
  it.each([
    ['*', ''],
    ['*', 'web'],
    ['web-*', 'web-'],
    ['web-*', 'web-1'],
    ['*-v1', 'reviews-v1'],
    ['a*b*c', 'a-b-b-c'],
    ['*.demo.*', 'web.demo.svc'],
    ['web', 'web'],
  ])('%s describes %s', (pattern, text) => {
    expect(matchesPattern(pattern, text)).toBe(true);
  });

  it.each([
    ['web-*', 'web'],
    ['*-v1', 'reviews-v2'],
    ['ab*ba', 'aba'],
    ['a*b*c', 'acb'],
    ['w.b', 'web'],
    ['web', 'webs'],
  ])('%s does not describe %s', (pattern, text) => {
    expect(matchesPattern(pattern, text)).toBe(false);
  });

  it('has a star in it', () => {
    expect(isPattern('web-*')).toBe(true);
    expect(isPattern('web')).toBe(false);
  });

  it.each(['*', '*:80', 'web:*', 'web.demo', '*.demo:80', '*.svc.cluster.local:80', 'web.demo.svc.cluster.local'])(
    '%s describes port 80 of web in demo',
    (pattern) => {
      expect(matchesTarget(pattern, { host: 'web.demo.svc.cluster.local', port: 80 })).toBe(true);
    },
  );

  it.each(['*:8080', 'web:8*1', '*.data', 'eb.demo', 'web.demo.svc.cluster.local:90'])(
    '%s does not describe port 80 of web in demo',
    (pattern) => {
      expect(matchesTarget(pattern, { host: 'web.demo.svc.cluster.local', port: 80 })).toBe(false);
    },
  );
});

interface Result {
  readonly ok: boolean;
  readonly outcome: string;
  readonly because: string;
  readonly unmet?: readonly { readonly from: string; readonly to: string; readonly outcome: string }[];
}

async function check(entry: string, name: string): Promise<Result> {
  const { stdout } = await runNow(['check', '-', sample(name), '-o', 'json'], { stdin: `edges:\n- ${entry}\n` });
  const document = JSON.parse(stdout) as { readonly results: readonly [Result] };
  expect(violations('check', document)).toEqual([]);
  return document.results[0];
}

describe('an expectation about many edges', () => {
  it('is met where every edge meets it', async () => {
    const met = await check('{from: "*", to: "web.demo:*", expect: [mtls]}', 'strict-outside');
    expect(met).toMatchObject({ ok: true, outcome: 'mtls', unmet: [] });
    expect(met.because).toMatch(/^all \d+ edges that match are as expected$/u);
  });

  it('names the edges that do not meet it', async () => {
    const { ok, unmet, because } = await check('{from: "sleep*", to: "*", expect: mtls}', 'dr-disable-strict');
    expect(ok).toBe(false);
    const web = unmet?.filter(({ to }) => to.startsWith('web.demo'));
    expect(web?.map(({ outcome }) => outcome)).toEqual(['fails', 'fails', 'fails', 'fails']);
    expect(because).toContain(`${unmet?.length} of `);
  });

  it('passes over edges that are known and accepted', async () => {
    const with2 =
      '{from: "sleep*", to: "web:*", expect: mtls, except: [{to: "web:80"}, {from: "demo/sleep", to: "web:443"}]}';
    const { unmet } = await check(with2, 'dr-disable-strict');
    expect(unmet?.map(({ to }) => to)).toEqual(['web.demo.svc.cluster.local:3306', 'web.demo.svc.cluster.local:9000']);
  });

  it('is about callers without a proxy where it says so', async () => {
    const { ok, outcome } = await check('{from: outside, to: "web.demo:*", expect: fails}', 'strict-outside');
    expect({ ok, outcome }).toEqual({ ok: true, outcome: 'fails' });
  });

  it('is not met where nothing matches, as it would go unchecked', async () => {
    expect(await check('{from: "nobody-*", to: "*", expect: mtls}', 'auto-mtls')).toMatchObject({
      ok: false,
      outcome: 'undecided',
      because: 'no edge that the dumps know of matches',
    });
  });
});
