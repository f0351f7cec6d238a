import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CommandEntry } from '../../src/cli/command.ts';
import { InputError } from '../../src/errors.ts';
import { version } from '../../src/version.ts';
import { run } from '../run.ts';

describe('the command line', () => {
  test('prints the version that package.json has', async () => {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ version });
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('an unknown command exits 2, says what was meant and where to look', async () => {
    const ran = await run(['explian'], { commands: [command('explain', () => {})] });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain("unknown command 'explian'");
    expect(ran.stderr).toContain('Did you mean explain?');
    expect(ran.stderr).toContain('mtlscope --help');
  });

  test('an unknown command exits 2 with the commands there are', async () => {
    const ran = await run(['no-such-command']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('mtlscope --help');
  });

  test('without a command it prints help on stderr and exits 2', async () => {
    const ran = await run([]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('Usage: mtlscope');
  });

  test('--help lists commands without loading them', async () => {
    const lazy: CommandEntry = {
      name: 'edges',
      aliases: ['tls-check'],
      summary: 'every edge and its verdict',
      load: () => Promise.reject(new Error('loaded')),
    };
    const ran = await run(['--help'], { commands: [lazy] });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('every edge and its verdict');
  });

  test('the gravest exit code that a command notes wins', async () => {
    const commands = [
      command('edges', (finish) => {
        finish(2);
        finish(1);
      }),
    ];
    expect((await run(['edges'], { commands })).code).toBe(2);
  });

  test('an error the user can mend is one message, without a stack and without escapes', async () => {
    const commands = [
      command('edges', () => {
        throw new InputError({
          what: 'this is no config dump',
          where: 'a\u001b[31m.json:1:1',
          todo: 'Name a file that holds one.',
        });
      }),
    ];
    const ran = await run(['edges'], { commands });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toBe(
      'mtlscope: this is no config dump\n  at a\\u001b[31m.json:1:1\n  Name a file that holds one.\n',
    );
  });

  test('anything else is our bug: a stack, and exit 3', async () => {
    const commands = [
      command('edges', () => {
        throw new TypeError('no such thing');
      }),
    ];
    const ran = await run(['edges'], { commands });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('this is a bug in mtlscope');
    expect(ran.stderr).toMatch(/TypeError: no such thing\n\s+at /u);
  });
});

type Finish = (code: 0 | 1 | 2 | 3) => void;

function command(name: string, act: (finish: Finish) => void): CommandEntry {
  return {
    name,
    summary: `the command ${name}`,
    load: () =>
      Promise.resolve({
        define: (defined, { finish }) => void defined.action(() => act(finish)),
      }),
  };
}
