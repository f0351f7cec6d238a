import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sourcesInReach } from '../../src/cli/completion/in-reach.ts';
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
});

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('dumps in reach', () => {
  it('are those on the line, or those in the folder one is in', () => {
    const here = join(folder, 'here');
    mkdirSync(here);
    for (const name of ['a.json', 'b.yaml.gz', 'notes.md']) writeFileSync(join(here, name), '{}');
    expect(sourcesInReach([join(here, 'notes.md')], here)).toEqual([join(here, 'notes.md')]);
    expect(sourcesInReach([], here)).toEqual([join(here, 'a.json'), join(here, 'b.yaml.gz')]);
  });

  it('are left alone when they are many or large: somebody waits', () => {
    const large = join(folder, 'large', 'deep');
    mkdirSync(large, { recursive: true });
    writeFileSync(join(large, 'a.json'), Buffer.alloc(17 * 2 ** 20));
    expect(sourcesInReach([join(folder, 'large')])).toEqual([]);
  });
});

/** A program in our place that knows two services. */
const bin = join(folder, 'bin');
mkdirSync(bin);
writeFileSync(join(bin, 'mtlscope'), "#!/bin/sh\nprintf 'web.demo:80\\ta service\\nweb.demo:443\\ta service\\n'\n");
chmodSync(join(bin, 'mtlscope'), 0o755);

function ask(shell: string, script: string): { readonly lines: readonly string[]; readonly stderr: string } {
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder };
  const { stdout, stderr } = spawnSync(shell, ['-c', script], { encoding: 'utf8', env, cwd: bin });
  return { lines: stdout.trim().split('\n'), stderr };
}

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit'], { stdio: 'ignore' }).status === 0;
}

describe('what the shells that are installed make of the scripts', () => {
  it.each(['bash', 'zsh', 'fish'].filter(isInstalled))('%s accepts its own', async (shell) => {
    const { stdout } = await run(['completion', shell]);
    writeFileSync(join(folder, shell), stdout);
    const { status, stderr } = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('bash completes behind a colon what readline takes for a word of its own', async () => {
    const { stdout } = await run(['completion', 'bash']);
    const line = 'mtlscope explain sleep web.demo:';
    const typed = `COMP_LINE='${line}'; COMP_POINT=${line.length}; _mtlscope`;
    expect(ask('bash', `${stdout}\n${typed}; printf '%s\\n' "\${COMPREPLY[@]}"`)).toEqual({
      lines: ['80', '443'],
      stderr: '',
    });
  });

  it.each(['fish'].filter(isInstalled))(
    '%s offers them with what they are, and no files beside them',
    async (shell) => {
      const { stdout } = await run(['completion', shell]);
      const { lines, stderr } = ask(shell, `${stdout}\ncomplete -C 'mtlscope explain sleep '`);
      expect(stderr).toBe('');
      expect(lines.toSorted()).toEqual(['web.demo:443\ta service', 'web.demo:80\ta service']);
    },
  );
});
