import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runNow, sample } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-symptom-'));
const log = join(folder, 'access.log');

/** The same failure twice, one that is none of mTLS's, and a request that worked. */
const lines = [
  { response_code: 503, response_flags: 'UC', upstream_cluster: 'outbound|80||web.demo.svc.cluster.local' },
  { response_code: 200, response_flags: '-', upstream_cluster: 'outbound|80||web.demo.svc.cluster.local' },
  { response_code: 503, response_flags: 'UC', upstream_cluster: 'outbound|80||web.demo.svc.cluster.local' },
  { response_code: 503, response_flags: 'UO', upstream_cluster: 'outbound|80||web.demo.svc.cluster.local' },
];
writeFileSync(log, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('symptom', () => {
  const strict = sample('dr-disable-strict');

  test('says what a flag means, whether it is mTLS’s, and what leads to it', async () => {
    const { code, stdout } = await runNow(['symptom', 'UC']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^UC \(the upstream connection was closed\)\n {2}Means {7}The connection stood/u);
    expect(stdout).toContain('Is it mTLS? it may be');
    expect(stdout).toMatch(/Causes +pa-strict-no-sidecar-client: the server demands mutual TLS/u);
  });

  test('names an OpenSSL number', async () => {
    const { stdout } = await runNow(['symptom', '268435581']);
    expect(stdout).toMatch(/^268435581 CERTIFICATE_VERIFY_FAILED/u);
  });

  test('with dumps names the edge that ends like this, and why', async () => {
    const { stdout } = await runNow(['symptom', JSON.stringify(lines[0]), strict]);
    expect(stdout).toContain('✗ sleep → web.demo.svc.cluster.local:80 (10.77.0.12:8080) fails\n');
    expect(stdout).toContain('dr-tls-disable: ');
    expect(stdout).toContain(`Next        mtlscope explain sleep web.demo.svc.cluster.local:80 ${strict}\n`);
  });

  test('knows a refused caller without a proxy by the server’s line, without a reason in it', async () => {
    const line = '[2026-11-22T10:00:02.000Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - -';
    const { stdout } = await runNow(['symptom', `${line} 10.77.0.12:8080 10.77.0.15:41000 - -`, strict]);
    expect(stdout).toMatch(/Here +✗ outside → 10\.77\.0\.12:8080 fails\n +pa-strict-no-sidecar-client: /u);
  });

  test('does not take a gateway for somebody who calls services by itself', async () => {
    const { stdout } = await runNow(['symptom', 'exit code 56', sample('boutique/frontend-strict')]);
    expect(stdout.match(/✗ .* fails/gu)).toEqual([
      '✗ outside → frontend.demo.svc.cluster.local:80 (10.77.0.11:8080) fails',
    ]);
  });

  test('with dumps says when they do not bear it out', async () => {
    const { stdout } = await runNow(['symptom', JSON.stringify(lines[0]), sample('auto-mtls')]);
    expect(stdout).toContain('by these dumps it should not end like this');
    expect(stdout).toContain('✓ sleep → web.demo.svc.cluster.local:80 (10.77.0.12:8080) is mutual TLS');
  });

  test('reads a whole log and counts what is mTLS’s', async () => {
    const { stdout } = await runNow(['symptom', `@${log}`]);
    expect(stdout).toContain('access.log: 3 failures in 4 requests: 2 perhaps mTLS’s, 1 not mTLS’s.\n');
    expect(stdout).toContain('2 × HTTP 503, UC (the upstream connection was closed) (lines 1, 3)');
  });

  test('reads a log from stdin', async () => {
    const { stdout } = await runNow(['symptom', '@-'], { stdin: `${JSON.stringify(lines[3])}\n` });
    expect(stdout).toContain('stdin: 1 failure in 1 request: 1 not mTLS’s.\n');
  });

  test('says so where the words mean nothing', async () => {
    const { code, stdout } = await runNow(['symptom', 'hello']);
    expect(code).toBe(0);
    expect(stdout).toContain('nothing that is known here');
  });

  test('takes a file without @ for a slip', async () => {
    const { code, stderr } = await runNow(['symptom', log]);
    expect(code).toBe(2);
    expect(stderr).toContain(`To read a log write @${log}`);
  });

  test('says which log cannot be read', async () => {
    const { code, stderr } = await runNow(['symptom', '@/nowhere/access.log']);
    expect(code).toBe(2);
    expect(stderr).toContain('/nowhere/access.log');
  });

  test.each([
    ['without dumps', ['symptom', `@${log}`]],
    ['with dumps', ['symptom', `@${log}`, strict]],
    ['where nothing is known', ['symptom', 'hello']],
  ])('prints a document as its schema says: %s', async (_, argv) => {
    const { stdout } = await runNow([...argv, '-o', 'json']);
    expect(await runNow(['schema', 'symptom', '--check', '-'], { stdin: stdout })).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  test('lets nothing of a log reach the terminal unescaped', async () => {
    const { stdout } = await runNow(['symptom', 'UC \u001b[2J\u202e connection reset']);
    for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character);
  });
});
