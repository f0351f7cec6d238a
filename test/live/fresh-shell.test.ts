import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sameAnywhere } from './story.ts';
import { hanging, recordedPods, serve, type StubPod } from './stub-cluster.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mtlscope-shell-'));
const programs = join(folder, 'bin');
const dumps = join(folder, 'dumps');
const scratch = join(folder, 'tmp');
let pods: readonly StubPod[];
let client: StubPod;

beforeAll(async () => {
  for (const each of [programs, dumps, scratch]) mkdirSync(each);
  for (const name of ['mtlscope', 'kubectl-mtlscope'])
    symlinkSync(join(root, 'bin', `${name}.js`), join(programs, name));
  const recorded = await recordedPods('demo/dr-disable-strict');
  pods = [...recorded.values()];
  client = recorded.get('sleep') ?? expect.fail();
  for (const { name, dump } of pods) cpSync(dump, join(dumps, `${name}.json`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One line of a shell that knows nothing but where programs are; `interrupt` presses Ctrl-C when that is so. */
async function shell(line: string, interrupt?: () => boolean): Promise<Ran> {
  const path = `${programs}:${process.env['PATH'] ?? ''}`;
  const env = { PATH: path, STUB_CLUSTER: process.env['STUB_CLUSTER'] ?? '', TMPDIR: scratch };
  const child = spawn('sh', ['-c', `exec ${line}`], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ran = { code: null as number | null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (interrupt !== undefined) {
    await until(interrupt);
    child.kill('SIGINT');
  }
  return { ...ran, code: await ended, stdout: ran.stdout, stderr: ran.stderr };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const at = '--at 2026-11-22T12:00:00Z';

describe.skipIf(!existsSync(join(root, 'dist/cli/main.cjs')))('from a fresh shell', () => {
  test.each(['mtlscope', 'kubectl-mtlscope'])('%s goes from a pod to the explanation of its dumps', async (program) => {
    await serve({ pods });
    const offline = await shell(`mtlscope explain ${client.name} web:80 dumps ${at}`);
    const live = await shell(`${program} explain pod/${client.name}.demo web:80 ${at}`);
    expect(offline.stdout).toContain('web accepts only mutual TLS');
    expect(live).toMatchObject({ code: offline.code, stderr: '' });
    expect(sameAnywhere(live.stdout)).toBe(sameAnywhere(offline.stdout));
  });

  test('Ctrl-C ends what was started, and leaves nothing behind', async () => {
    await serve({ pods: pods.map((pod) => ({ ...pod, hangs: true })) });
    const { code, stdout } = await shell(`mtlscope explain pod/${client.name}.demo web:80`, () => hanging().length > 0);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    await until(() => !hanging().some(isAlive));
    expect(readdirSync(scratch)).toEqual([]);
  });
});
