import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { forgetFolders, recordedFolder } from '../recordings/recordings.ts';
import { run, type Ran } from '../run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-counters-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(forgetFolders);

const cluster = 'cluster.outbound|80||web.demo.svc.cluster.local;';
const inbound = 'listener.0.0.0.0_15006';

/** Explains sleep → web:80 of a recorded scenario, where these two have counted something. */
async function explained(scenario: string, counted: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const proxies = join(await recordedFolder(scenario), 'proxies');
  for (const pod of ['sleep', 'web']) {
    mkdirSync(join(folder, pod), { recursive: true });
    cpSync(join(proxies, `${pod}.json`), join(folder, pod, 'config_dump.json'));
    const stats = Object.entries(counted[pod] ?? {}).map(([name, value]) => ({ name, value }));
    writeFileSync(join(folder, pod, 'stats.json'), JSON.stringify({ stats }));
  }
  return run(['explain', 'sleep', 'web:80', join(folder, 'sleep'), join(folder, 'web')]);
}

/** What is said of counters, without the breaks of lines. */
function notes({ stdout }: Ran): string[] {
  return (
    stdout
      .replaceAll(/\n +/gu, ' ')
      .replaceAll(/ +/gu, ' ')
      .match(/\w+ has counted on .*?; (?:that|a hint).*? (?=\S+stats\.json)/gu) ?? []
  );
}

describe('what the proxies counted', () => {
  test('is said where it agrees: handshakes on the cluster of an edge that is mutual TLS', async () => {
    const ran = await explained('demo/baseline', { sleep: { [`${cluster}.ssl.handshake`]: 7 } });
    expect(ran.code).toBe(0);
    expect(notes(ran)).toEqual([
      'sleep has counted on cluster outbound|80||web.demo.svc.cluster.local since it started: ssl.handshake 7 (handshakes completed); that agrees with what was found ',
    ]);
  });

  test('is said where it does not agree, and changes neither the outcome nor the exit code', async () => {
    const ran = await explained('demo/baseline', { sleep: { [`${cluster}.ssl.fail_verify_san`]: 3 } });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^✓ sleep → web/mu);
    expect(notes(ran)).toEqual([
      expect.stringMatching(
        /ssl\.fail_verify_san 3 .*; that does not agree with what was found, unless it was before/u,
      ),
    ]);
  });

  test('shows where the counter stands', async () => {
    const { stdout } = await explained('demo/baseline', { sleep: { [`${cluster}.ssl.handshake`]: 7 } });
    expect(stdout).toMatch(/stats\.json:1:\d+ +\/stats\/0\/value/u);
  });

  test('on the server, agrees with connections that no filter chain takes or that are no TLS', async () => {
    const ran = await explained('demo/dr-disable-strict', {
      web: { [`${inbound}.no_filter_chain_match`]: 2, [`${inbound}.ssl.connection_error`]: 5 },
    });
    expect(ran.code).toBe(1);
    expect(notes(ran)).toEqual([
      expect.stringMatching(/^web has counted on listener virtualInbound since it started: .*; that agrees/u),
    ]);
  });

  test.each([
    ['another cluster', { sleep: { 'cluster.outbound|80||webs.demo.svc.cluster.local;.ssl.handshake': 7 } }],
    ['another listener', { web: { 'listener.0.0.0.0_15007.ssl.handshake': 7 } }],
    ['nothing', { sleep: { [`${cluster}.ssl.handshake`]: 0 }, web: {} }],
    ['failures of who knows which client', { web: { [`${inbound}.ssl.fail_verify_error`]: 7 } }],
  ])('is not spoken of where it is of %s', async (_, counted) => {
    expect(notes(await explained('demo/baseline', counted))).toEqual([]);
  });
});
