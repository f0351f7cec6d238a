import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { version } from '../../src/version.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'mtlscope-bin-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('bin', () => {
  test.skipIf(!existsSync(join(root, 'dist/cli/main.cjs')))('runs the bundle under both names', async () => {
    expect(await node([join(root, 'bin/mtlscope.js'), '--version'])).toMatchObject({
      code: 0,
      stdout: `${version}\n`,
    });
    const plugin = await node([join(root, 'bin/kubectl-mtlscope.js'), '--help']);
    expect(plugin.stdout).toContain('Usage: kubectl mtlscope');
  });

  test.skipIf(!existsSync(join(root, 'dist/cli/main.cjs')))(
    'tells kubectl what may be typed behind its name',
    async () => {
      expect(await node([join(root, 'bin/kubectl_complete-mtlscope.js'), 'expl'])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^explain\t.+\n:0\n$/u) as string,
      });
    },
  );

  test('takes what V8 made of the bundle', async () => {
    const copy = join(scratch, 'compiled');
    cpSync(join(root, 'bin'), join(copy, 'bin'), { recursive: true });
    mkdirSync(join(copy, 'dist/cli'), { recursive: true });
    writeFileSync(join(copy, 'dist/cli/main.cjs'), 'exports.main = async () => 0;');
    const loadAnd = (then: string): string[] => {
      const load = `const { cacheSuffix, load, modules } = require('${join(copy, 'bin/bundle.js')}'); load('main.cjs');`;
      return ['-e', `${load} for (const [path, { script }] of modules) ${then};`];
    };
    const isRefused = loadAnd('console.log(script.cachedDataRejected)');
    expect((await node(isRefused)).stdout).toBe('undefined\n');
    await node(loadAnd("require('node:fs').writeFileSync(path + cacheSuffix, script.createCachedData())"));
    expect((await node(isRefused)).stdout).toBe('false\n');
  });

  test('compiles the bundle where another V8 made something of it', async () => {
    const copy = join(scratch, 'other-v8');
    cpSync(join(root, 'bin'), join(copy, 'bin'), { recursive: true });
    mkdirSync(join(copy, 'dist/cli'), { recursive: true });
    writeFileSync(join(copy, 'dist/cli/main.cjs'), `exports.main = async () => { console.log('here'); return 0; };`);
    writeFileSync(join(copy, 'dist/cli/main.cjs.v8'), 'what another V8 understands');
    expect(await node([join(copy, 'bin/mtlscope.js')])).toEqual({ code: 0, stdout: 'here\n', stderr: '' });
  });

  test('says that the build is missing', async () => {
    const copy = join(scratch, 'unbuilt');
    cpSync(join(root, 'bin'), join(copy, 'bin'), { recursive: true });
    const ran = await node([join(copy, 'bin/mtlscope.js')]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('run npm run build first');
  });

  test('is quiet when the reader of its output goes away', async () => {
    const copy = join(scratch, 'talkative');
    cpSync(join(root, 'bin'), join(copy, 'bin'), { recursive: true });
    cpSync(fileURLToPath(new URL('talkative-main.cjs', import.meta.url)), join(copy, 'dist/cli/main.cjs'));
    const ran = await node([join(copy, 'bin/mtlscope.js')], { closeEarly: true });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  test('leaves nothing behind when it is interrupted', async () => {
    const copy = join(scratch, 'busy');
    const left = join(scratch, 'left');
    cpSync(join(root, 'bin'), join(copy, 'bin'), { recursive: true });
    cpSync(fileURLToPath(new URL('busy-main.cjs', import.meta.url)), join(copy, 'dist/cli/main.cjs'));
    const ran = await node([join(copy, 'bin/mtlscope.js'), left], { interrupt: true });
    expect(ran).toMatchObject({ code: 130, stderr: '' });
    expect(ran.stdout).toContain('busy');
    expect(existsSync(left)).toBe(false);
  });

  test('ends at once when it is interrupted and has nothing to leave behind, however busy it is', async () => {
    const copy = join(scratch, 'absorbed');
    cpSync(join(root, 'bin'), join(copy, 'bin'), { recursive: true });
    mkdirSync(join(copy, 'dist/cli'), { recursive: true });
    const absorbed = `exports.main = async (_, { stdout }) => {
      const listener = () => undefined;
      process.once('exit', listener);
      process.removeListener('exit', listener);
      await new Promise((resolve) => stdout.write('busy', resolve));
      for (;;);
    };`;
    writeFileSync(join(copy, 'dist/cli/main.cjs'), absorbed);
    expect(await node([join(copy, 'bin/mtlscope.js')], { interrupt: true })).toMatchObject({ signal: 'SIGINT' });
  });
});

async function node(args: readonly string[], { closeEarly = false, interrupt = false } = {}) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    if (closeEarly) child.stdout.destroy();
    if (interrupt) child.kill('SIGINT');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const [code, signal] = await new Promise<readonly [number | null, string | null]>((resolve) => {
    child.on('close', (...ended) => resolve(ended));
  });
  return { code, ...(signal !== null && { signal }), stdout, stderr };
}
