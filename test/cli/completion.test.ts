import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { run } from '../run.ts';

const sample = 'samples/dr-disable-strict';

/** The words that are offered. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const { stdout } = await run(['complete', '--', ...words]);
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
}

describe('completion', () => {
  it('offers commands, but not the one that only programs call', async () => {
    expect(await offered('e')).toEqual(['explain', 'edges']);
    expect(await offered('')).not.toContain('complete');
  });

  it('offers the options of a command, and the values of an option', async () => {
    expect(await offered('edges', '--out')).toEqual(['--outcome', '--output', '--out']);
    expect(await offered('watch', '--until', 'm')).toEqual(['mtls', 'mixed']);
  });

  it('offers clients, then services, from the dumps on the line', async () => {
    expect(await offered('explain', sample, 's')).toEqual(['sleep']);
    expect(await offered('explain', 'sleep', sample, 'web')).toContain('web.demo.svc.cluster.local:80');
  });

  it('offers nothing where a file is to be named, so that the shell completes it', async () => {
    expect(await offered('edges', 'sam')).toEqual([]);
  });

  it.each(['bash', 'zsh', 'fish', 'powershell'])('prints a script for %s that asks this program', async (shell) => {
    const { code, stdout } = await run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('mtlscope complete -- ');
    expect(stdout).not.toContain('PROGRAM');
  });

  it('prints bash that bash accepts', async () => {
    const { stdout } = await run(['completion', 'bash']);
    const { status, stderr } = spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
