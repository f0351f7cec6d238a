import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { recordedFolder, forgetFolders } from '../recordings/recordings.ts';
import { run } from '../run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-watch-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  forgetFolders();
});

async function show(scenario: string): Promise<void> {
  cpSync(join(await recordedFolder(scenario), 'proxies'), join(folder, 'proxies'), { recursive: true, force: true });
}

it('ends well at once when the edge is what it should be already', async () => {
  await show('demo/baseline');
  const { code, stdout } = await run(['watch', 'sleep', 'web:80', join(folder, 'proxies'), '--until', 'mtls']);
  expect(code).toBe(0);
  expect(stdout).toContain('mutual TLS: sleep and web authenticate each other');
});

it('gives up with exit code 1 when the time is over, having said each state once', async () => {
  await show('demo/dr-disable-strict');
  const words = ['watch', 'sleep', 'web:80', join(folder, 'proxies'), '--until', 'mtls', '--interval', '10ms'];
  const { code, stdout } = await run([...words, '--timeout', '400ms']);
  expect(code).toBe(1);
  expect(stdout.match(/accepts only mutual TLS/gu)).toHaveLength(1);
});

it('says what changed, and ends, when the edge becomes what it should be', async () => {
  await show('demo/dr-disable-strict');
  const words = ['watch', 'sleep', 'web:80', join(folder, 'proxies'), '--until', 'mtls', '--interval', '50ms'];
  const watching = run([...words, '--timeout', '20s']);
  setTimeout(() => void show('demo/baseline'), 600);
  const { code, stdout } = await watching;
  expect(code).toBe(0);
  expect(stdout).toMatch(/accepts only mutual TLS[\s\S]*authenticate each other/u);
});

it('asks for a length of time that it understands', async () => {
  const { code, stderr } = await run(['watch', 'sleep', 'web:80', folder, '--interval', 'soon']);
  expect(code).toBe(2);
  expect(stderr).toContain('`soon` is no length of time');
});
