import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runNow, sample } from '../../cli/samples.ts';
import { isMissing, Reader } from '../html/chromium.ts';

/** What people try, in one string, long enough to hurt. */
const hostile = [
  '<script>window.pwned=1</script>',
  '"><img src=x onerror=window.pwned=1>',
  '\u001b[31m\u202e\u200f',
  '](javascript:pwned) [x](https://evil.example) ![](https://evil.example/i.png) @everyone `` ``` ~~~ <b>',
  "</script><!-- --> ]]> '; -->",
  'x'.repeat(10_000),
].join(' ');

describe('hostile strings in every field of a dump', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mtlscope-hostile-'));
  const before = mkdtempSync(join(tmpdir(), 'mtlscope-hostile-before-'));
  beforeAll(() => {
    plant('dr-disable-strict/proxies', folder);
    plant('auto-mtls/proxies', before);
  });
  afterAll(() => [folder, before].forEach((each) => rmSync(each, { recursive: true, force: true })));

  const runs = new Map<string, ReturnType<typeof runNow>>();
  const written = async (...words: readonly string[]): Promise<string> => {
    const key = JSON.stringify(words);
    const running = runs.get(key) ?? runNow([...words, folder]);
    runs.set(key, running);
    const { stdout, code } = await running;
    // What is written must be about the planted names, or the test proves nothing.
    expect([code < 2, stdout.includes('onerror')]).toEqual([true, true]);
    return stdout;
  };

  test.each([
    ['the terminal', ['edges']],
    ['DOT', ['graph', '-o', 'dot']],
    ['Mermaid', ['graph', '-o', 'mermaid']],
    ['HTML', ['report']],
    ['Markdown', ['report', '--format', 'markdown']],
    ['a chat message', ['report', '--format', 'markdown', '--short']],
    ['SARIF', ['report', '--format', 'sarif']],
    ['JUnit', ['report', '--format', 'junit']],
    ['an explanation', ['explain', 'sleep']],
    ['inspect', ['inspect', '--show', 'all']],
    ['SVG', ['graph', '-o', 'svg']],
    ['HTML with what changed', ['report', '--before', before]],
    ['Markdown with what changed', ['report', '--format', 'markdown', '--before', before]],
    ['SARIF with what changed', ['report', '--format', 'sarif', '--before', before]],
    ['JUnit with what changed', ['report', '--format', 'junit', '--before', before]],
    ['diff', ['diff', before]],
    ['diff in Markdown', ['diff', '-o', 'markdown', before]],
  ])('reach %s without control characters or turned writing', async (_, words) => {
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(await written(...words)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200f\u202e]/u);
  });

  test('are no elements in HTML, JUnit and SVG', async () => {
    const changed = ['--before', before];
    for (const words of [
      ['report'],
      ['report', '--format', 'junit'],
      ['report', ...changed],
      ['report', '--format', 'junit', ...changed],
      ['graph', '-o', 'svg'],
    ]) {
      const text = await written(...words);
      expect(text).not.toContain('<img');
      expect(text).not.toContain('<script>window');
    }
  });

  test.each([
    [['report', '--format', 'markdown']],
    [['report', '--format', 'markdown', '--short']],
    [['report', '--format', 'markdown', '--before', before]],
    [['diff', '-o', 'markdown', before]],
  ])('are no mark-up in Markdown (%s)', async (words) => {
    const text = await written(...words);
    const outside = withoutCode(text);
    for (const sign of ['<script', '<img', '](', '@everyone', 'https://']) expect(outside).not.toContain(sign);
  });

  test.each([[['report', '--format', 'markdown', '--before', before]], [['diff', '-o', 'markdown', before]]])(
    'make no cells of tables in Markdown (%s)',
    async (words) => {
      const rows = (await written(...words)).split('\n').filter((line) => line.startsWith('| '));
      const widths = rows.map((line) => line.replaceAll(/\\[\\|]/gu, '').split('|').length);
      expect(rows.length).toBeGreaterThan(2);
      expect(rows.some((line) => line.includes(String.raw`\|`))).toBe(true);
      // As many as in the row above, unless a table begins or ends there.
      expect(new Set(widths).size).toBeLessThan(4);
    },
  );

  describe.skipIf(isMissing)('in a browser', () => {
    let reader: Reader;
    beforeAll(async () => {
      reader = await Reader.start((await runNow(['report', folder])).stdout);
    });
    afterAll(() => reader.stop());

    test('do nothing', async () => {
      const { page, console, requests } = await reader.open();
      await page.getByRole('searchbox').fill('onerror');
      await page.locator('#rows a').first().click();
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('img, main script:not([type="application/json"]), iframe').count()).toBe(0);
      expect([console, requests]).toEqual([[], [reader.address]]);
    });
  });
});

function plant(from: string, to: string): void {
  const proxies = sample(from);
  for (const file of readdirSync(proxies)) {
    const dump: unknown = JSON.parse(gunzipSync(readFileSync(join(proxies, file))).toString('utf8'));
    writeFileSync(join(to, file.replace('.gz', '')), JSON.stringify(planted(dump)));
  }
}

/** Fields without which no edge is found: types, addresses, and what is chosen from a list. */
const kept =
  /^(?:@type|address|address_prefix|type|direction|typed_config|protocol|traffic_direction|tlsMode|alpn_protocols|.*_?ips?|INSTANCE_IPS|last_updated|discovery_type|health_status)$/iu;

/** Every other string with the hostile one behind it. */
function planted(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => planted(each, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, planted(each, name)]));
  }
  if (typeof value !== 'string' || kept.test(key)) return value;
  // A name of a cluster with another bar in it is none, and without clusters there is no edge.
  return value.includes('|') ? `${value}${hostile}` : `${value}| cell |${hostile}`;
}

/** Markdown without its blocks and spans of code. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/^(?<fence>`{3,})[^]*?^\k<fence>$/gmu, '')
    .replaceAll(/(?<!`)(?<ticks>`+)(?!`)[^]*?(?<!`)\k<ticks>(?!`)/gu, '');
}
