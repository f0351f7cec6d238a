import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetFolders, recordedFiles, recordedFolder } from '../recordings/recordings.ts';
import { run } from '../run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-redact-'));
let mesh = '';
let sleep = '';

beforeAll(async () => {
  mesh = join(await recordedFolder('demo/dr-disable-strict'), 'proxies');
  sleep = join(mesh, 'sleep.json');
});
afterAll(() => {
  forgetFolders();
  rmSync(folder, { recursive: true, force: true });
});

it('prints one dump, redacted, and nothing else', async () => {
  const { code, stdout, stderr } = await run(['redact', sleep]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const document = JSON.parse(stdout) as { configs: unknown[] };
  expect(document.configs.length).toBe(6);
  expect(stdout.length).toBeLessThan(readFileSync(sleep, 'utf8').length);
});

it('asks for a folder where several dumps were named, and writes nothing', async () => {
  const { code, stdout, stderr } = await run(['redact', mesh]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Name a folder for them: --out FOLDER.');
});

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

it('writes a folder that explains the same edge', async () => {
  const out = join(folder, 'plain');
  expect((await run(['redact', mesh, '--out', `${out}/`])).code).toBe(0);
  const asked = ['explain', 'sleep', 'web:80'];
  const [original, redacted] = [await run([...asked, mesh]), await run([...asked, out])];
  expect(firstLine(redacted.stdout)).toBe(firstLine(original.stdout));
});

describe('with pseudonyms', () => {
  const out = join(folder, 'renamed');
  const map = join(folder, 'names.json');

  beforeAll(async () => {
    await run(['redact', mesh, '--pseudonyms', '--map', map, '--out', `${out}/`]);
  });

  it('no name, address or certificate of the original is left', async () => {
    const text = (await run(['redact', sleep, '--pseudonyms', '--map', map])).stdout;
    for (const name of ['sleep', 'reviews', 'legacy', 'demo', '10.77.0.', '10.96.0.', 'BEGIN', 'LS0tLS1']) {
      expect(text).not.toContain(name);
    }
  });

  it('says the same of the edge, and in the original names when it is turned back', async () => {
    const names = JSON.parse(readFileSync(map, 'utf8')) as { words: Record<string, string> };
    const { words } = names;
    const report = await run(['explain', words['sleep'] ?? '', `${words['web']}:80`, out]);
    expect(report.stdout).toContain('accepts only mutual TLS');
    const { stdout } = await run(['redact', '--unmap', '--map', map, '-'], { stdin: report.stdout });
    expect(stdout).toContain('✗ sleep → web.demo.svc.cluster.local:80 fails');
    expect(stdout).toContain('10.77.0.12:8080');
  });

  it('keeps the map where nobody else reads it, and goes on from it', async () => {
    expect(statSync(map).mode & 0o077).toBe(0);
    const before = readFileSync(map, 'utf8');
    await run(['redact', mesh, '--pseudonyms', '--map', map, '--out', `${out}/`]);
    expect(readFileSync(map, 'utf8')).toBe(before);
  });

  it('never overwrites a file that is no map', async () => {
    const { code, stderr } = await run(['redact', sleep, '--pseudonyms', '--map', sleep]);
    expect(code).toBe(2);
    expect(stderr).toContain('this is no map of pseudonyms');
  });

  it('says that nobody can turn them back where no map is kept', async () => {
    expect((await run(['redact', sleep, '--pseudonyms'])).stderr).toContain('--map FILE would have kept');
  });
});

it('takes what it wrote as a dump again, and writes the same', async () => {
  const once = (await run(['redact', sleep])).stdout;
  const again = (await run(['redact', '-'], { stdin: once })).stdout;
  expect(again).toBe(once);
});

it('reads a dump that was cut short as far as it goes, and says so', async () => {
  const whole = (await recordedFiles('demo/dr-disable-strict')).get('proxies/sleep.json') ?? '';
  const { code, stdout, stderr } = await run(['redact', '-'], { stdin: whole.slice(0, whole.length / 2) });
  expect(code).toBe(2);
  expect(stdout).toContain('ClustersConfigDump');
  expect(stderr).toContain('cut short');
});

it('writes nowhere but below the folder that was named', async () => {
  const out = join(folder, 'below');
  await run(['redact', mesh, '--out', `${out}/`]);
  expect(existsSync(join(out, 'sleep.json'))).toBe(true);
});

it.each(['redact', 'facts'])('keeps counters that bear on TLS, and whose they are: %s', async (command) => {
  const stats = { stats: [{ name: 'cluster.outbound|80||web.demo.svc.cluster.local;.ssl.handshake', value: 3 }] };
  const { stdout } = await run([command, '-'], { stdin: JSON.stringify(stats) });
  expect(stdout.replaceAll(/\s+/gu, '')).toContain(JSON.stringify(stats));
});

it('renames in counters whose they are, and leaves what is counted', async () => {
  const stats = { stats: [{ name: 'listener.10.77.0.12_80.no_filter_chain_match', value: 3 }] };
  const { stdout } = await run(['redact', '-', '--pseudonyms'], { stdin: JSON.stringify(stats) });
  expect(stdout).toMatch(/"listener\.10\.\d+\.\d+\.\d+_80\.no_filter_chain_match"/u);
  expect(stdout).not.toContain('10.77.0.12');
});
