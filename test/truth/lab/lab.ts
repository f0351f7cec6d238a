/**
 * The room in which real Envoys run: a folder for their files, and the processes, which end with it. Everything is on
 * loopback and below the ephemeral ports; admin is on a Unix socket.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../../src/input/model.ts';
import { get } from './http-get.ts';

// Hundreds of listeners on a machine that is busy take their time.
const startLimit = 240_000;
const stopLimit = 3000;

export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), 'mtlscope-lab-'));
  readonly #binary: string;
  readonly #running = new Set<Envoy>();
  #started = 0;

  constructor(binary: string) {
    this.#binary = binary;
    process.once('exit', () => {
      for (const envoy of this.#running) envoy.kill();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Starts an Envoy with this bootstrap (admin and node are added) and waits until it is ready. */
  async start(bootstrap: JsonObject): Promise<Envoy> {
    this.#started += 1;
    const stem = join(this.folder, `${this.#started}`);
    const admin = { address: { pipe: { path: `${stem}.sock` } } };
    const node = { id: `truth-${this.#started}`, cluster: 'truth' };
    writeFileSync(`${stem}.json`, JSON.stringify({ node, ...bootstrap, admin }));
    const options = ['--disable-hot-restart', '--concurrency', '1', '--log-level', 'error'];
    const flush = ['--file-flush-interval-msec', '20', '--drain-time-s', '1'];
    const child = spawn(this.#binary, ['-c', `${stem}.json`, ...options, ...flush], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const envoy = new Envoy(child, `${stem}.sock`, () => this.#running.delete(envoy));
    this.#running.add(envoy);
    await envoy.ready();
    return envoy;
  }

  /** A path in the lab's folder. */
  path(name: string): string {
    return join(this.folder, name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((envoy) => envoy.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One running Envoy. */
export class Envoy {
  readonly #child: ChildProcess;
  readonly #socket: string;
  readonly #ended: Promise<void>;
  #errors = '';

  constructor(child: ChildProcess, socket: string, ended: () => void) {
    this.#child = child;
    this.#socket = socket;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    this.#ended = new Promise((resolve) => {
      child.once('close', () => {
        ended();
        resolve();
      });
    });
  }

  /** The body of an admin response. */
  async admin(path: string): Promise<string> {
    const { status, body } = await get(this.#socket, path);
    if (status !== 200) throw new Error(`admin ${path} answered ${status}: ${body.slice(0, 200)}`);
    return body;
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + startLimit;
    while (Date.now() < deadline) {
      if (this.#child.exitCode !== null) throw new Error(`Envoy did not start:\n${this.#errors}`);
      if (await this.#listens()) return;
      await sleep(10);
    }
    this.kill();
    throw new Error(`Envoy was not ready within ${startLimit} ms:\n${this.#errors}`);
  }

  /** Ready comes before the workers have opened their sockets: both have to be. */
  async #listens(): Promise<boolean> {
    const [ready, stats] = await Promise.all(
      ['/ready', '/stats?filter=listener_manager.workers_started'].map((path) =>
        get(this.#socket, path).catch(() => undefined),
      ),
    );
    return ready?.status === 200 && stats?.body.trim() === 'listener_manager.workers_started: 1';
  }

  /** What it wrote to stderr last, and whether it still runs. */
  state(): string {
    const ended = this.#child.exitCode ?? this.#child.signalCode;
    return `${ended === null ? 'running' : `ended with ${ended}`}: ${this.#errors}`;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Ends it, so that it writes its logs; by force when it takes too long. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), stopLimit);
    await this.#ended;
    clearTimeout(timer);
  }
}
