import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

describe('explanations of the samples', () => {
  test.each([
    ['auto-mtls', 'sleep', 'web:80'],
    ['dr-disable-strict', 'sleep', 'web:80'],
    ['expired-certificate', 'sleep', 'expired'],
    ['foreign-trust-domain', 'sleep', 'foreign'],
    ['hbone', 'sleep', 'web:80'],
    ['listener-and-cluster', 'sleep', 'web:80'],
    ['mixed-endpoints', 'sleep', 'mixed'],
    ['strict-outside', 'outside', 'web:80'],
  ])('%s: %s → %s', async (name, from, to) => {
    // From the folder where people stand when they paste what the README says.
    const argv = ['explain', from, to, `samples/${name}`];
    const { code, stdout } = await runNow(argv);
    const text = `$ mtlscope ${argv.join(' ')}\n${stdout}(exit code ${code})\n`;
    await expect(text).toMatchFileSnapshot(`../report/${name}.txt`);
  });
});

describe('explain', () => {
  const strict = sample('dr-disable-strict');

  test('exits 1 for an edge that fails and 0 for one that works', async () => {
    expect((await runNow(['explain', 'sleep', 'web:80', strict])).code).toBe(1);
    expect((await runNow(['explain', 'sleep', 'web:80', sample('auto-mtls')])).code).toBe(0);
  });

  test('explains every port where none is named', async () => {
    const { stdout } = await runNow(['explain', 'sleep', 'web', strict]);
    for (const port of [80, 443, 3306, 9000]) expect(stdout).toContain(`→ web.demo.svc.cluster.local:${port} fails`);
  });

  test('without TO tells what is broken first and lists the rest', async () => {
    const { stdout } = await runNow(['explain', 'sleep', strict]);
    const [told, listed] = stdout.split(/The other \d+ edges:/u);
    expect(told).toContain('✗ sleep → web.demo.svc.cluster.local:80 fails');
    expect(told).not.toContain('is mutual TLS');
    expect(listed).toMatch(/✓ +demo\/web +sleep\.demo\.svc\.cluster\.local:80 +mutual TLS/u);
  });

  test.each(['sleep', 'demo/sleep', 'sleep.demo', 'pod/sleep', '10.77.0.11', 'slee'])(
    'finds the client by %s',
    async (from) => {
      const { stdout } = await runNow(['explain', from, 'web:80', strict]);
      expect(stdout).toMatch(/^✗ sleep → web\.demo\.svc\.cluster\.local:80 fails/u);
    },
  );

  test.each([
    ['web:80', 'web.demo.svc.cluster.local:80'],
    ['web.demo:80', 'web.demo.svc.cluster.local:80'],
    ['demo/web:80', 'web.demo.svc.cluster.local:80'],
    ['web.demo.svc.cluster.local:80', 'web.demo.svc.cluster.local:80'],
    ['10.96.0.12:80', '10.96.0.12:80'],
    ['10.77.0.12:8080', '10.77.0.12:8080'],
  ])('understands %s as what is called', async (to, canonical) => {
    const { stdout } = await runNow(['explain', 'sleep', to, strict]);
    expect(stdout.split('\n')[0]).toMatch(/^✗ sleep → \S+ fails/u);
    expect(stdout).toContain(`→ ${canonical}`);
  });

  test('names the nearest where nothing is called so, and exits 2', async () => {
    const from = await runNow(['explain', 'slep', 'web:80', strict]);
    expect(from).toMatchObject({ code: 2, stdout: '' });
    expect(from.stderr).toContain('`slep` is not known');
    expect(from.stderr).toContain('sleep');
    const to = await runNow(['explain', 'sleep', 'wbe:80', strict]);
    expect(to).toMatchObject({ code: 2, stdout: '' });
    expect(to.stderr).toContain('web.demo.svc.cluster.local');
  });

  test('without sources and without a pipe says what to name', async () => {
    const { code, stderr } = await runNow(['explain', 'sleep', 'web:80'], { isTTY: true });
    expect(code).toBe(2);
    expect(stderr).toContain('there is nothing to read');
  });

  test('reads what is piped in', async () => {
    const { gunzipSync } = await import('node:zlib');
    const { readFileSync } = await import('node:fs');
    const dump = gunzipSync(readFileSync(`${strict}/proxies/web.json.gz`));
    const { stdout } = await runNow(['explain', 'outside', 'web:80'], { stdin: dump });
    expect(stdout).toMatch(/^✗ outside → .* fails: outside sends plaintext/u);
  });

  test('tells on stderr what could not be read, uses the rest, and exits 2', async () => {
    const file = fileURLToPath(import.meta.url);
    const { code, stdout, stderr } = await runNow(['explain', 'sleep', 'web:80', strict, file]);
    expect(code).toBe(2);
    expect(stderr).toContain('explain.test.ts: ');
    expect(stderr).toContain('were read and are used');
    expect(stdout).toContain('✗ sleep → web.demo.svc.cluster.local:80 fails');
  });

  test('says at which time certificates are judged, and which ran out since', async () => {
    const { stderr } = await runNow(['explain', 'sleep', 'web:80', strict], { now: muchLater });
    expect(stderr).toContain('Certificates are judged at 2026-11-22T');
    expect(stderr).toContain('Run out since then: spiffe://cluster.local/ns/demo/sa/');
    const asked = await runNow(['explain', 'sleep', 'web:80', sample('auto-mtls'), '--at', '2040-01-01T00:00:00Z'], {
      now: muchLater,
    });
    expect(asked.stderr).not.toContain('judged');
    expect(asked.stdout).toContain('ran out');
  });
});

function muchLater(): Date {
  return new Date('2040-01-01T00:00:00Z');
}
