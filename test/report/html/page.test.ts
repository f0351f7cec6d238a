import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { runNow, sample } from '../../cli/samples.ts';

describe('the HTML report', () => {
  let page = '';
  beforeAll(async () => {
    const ran = await runNow(['report', sample('dr-disable-strict')]);
    page = ran.stdout;
  });

  test('runs only its own script and style, which its policy names by their hashes', () => {
    const policy = /Content-Security-Policy" content="(?<policy>[^"]*)"/u.exec(page)?.groups?.['policy'];
    expect(policy).toContain("default-src 'none'");
    for (const [kind, element] of [
      ['script', /<script>(?<text>[^]*?)<\/script>/u],
      ['style', /<style>(?<text>[^]*?)<\/style>/u],
    ] as const) {
      const text = element.exec(page)?.groups?.['text'] ?? '';
      expect(policy).toContain(`${kind}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    }
  });

  test('begins with what is wrong, before any table or picture', () => {
    expect(page.indexOf('web accepts only mutual TLS')).toBeLessThan(page.indexOf('<svg'));
  });

  test('names no other address, so that nothing is fetched', () => {
    expect(page).not.toMatch(/\b(?:src|href|action)="(?!#)/u);
    expect(page).not.toMatch(/@import|url\(/u);
  });

  test('is the same whenever it is written', async () => {
    expect((await runNow(['report', sample('dr-disable-strict')])).stdout).toBe(page);
  });
});
