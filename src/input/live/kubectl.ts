/**
 * The user's own kubectl: it brings their clusters, credentials and plugins. Only read-only calls are made: get, exec
 * of a request to the proxy's own admin endpoint, port-forward. Words are passed as arguments, never through a shell.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { complaint, silence } from './complaint.ts';
import type { KubectlOptions } from './kubernetes-target.ts';

/** Milliseconds that a call may take without a byte of output. */
const longestSilence = 30_000;

/** Runs kubectl; the output piece by piece. Throws `Unusable` with a sentence for what went wrong. */
export async function* kubectl(
  options: KubectlOptions,
  words: readonly string[],
  patience = longestSilence,
): AsyncGenerator<Uint8Array> {
  const child = start(options, words);
  const errors = collect(child.stderr);
  const ended = exit(child);
  const timer = setTimeout(() => child.kill(), patience);
  try {
    for await (const piece of child.stdout) {
      timer.refresh();
      if (piece instanceof Uint8Array) yield piece;
    }
    const code = await ended;
    if (child.killed) throw silence(patience);
    if (code !== 0) throw complaint(await errors, code);
  } finally {
    clearTimeout(timer);
    child.kill();
  }
}

/** All output as text. */
export async function kubectlText(options: KubectlOptions, words: readonly string[]): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of kubectl(options, words)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

/** A port-forward that runs until `stop`; the local port kubectl chose. */
export async function forwardPort(
  options: KubectlOptions,
  pod: string,
  port: number,
): Promise<{ readonly port: number; readonly stop: () => void }> {
  const child = start(options, ['port-forward', `pod/${pod}`, `:${port}`, '--address', '127.0.0.1']);
  const errors = collect(child.stderr);
  const ended = exit(child);
  const timer = setTimeout(() => child.kill(), longestSilence);
  const local = await localPort(child.stdout);
  clearTimeout(timer);
  if (local === undefined) throw child.killed ? silence(longestSilence) : complaint(await errors, await ended);
  return { port: local, stop: () => void child.kill() };
}

/** The port kubectl says it took. It goes on to write a line for each connection, which has to be read: it ends otherwise. */
function localPort(output: Readable): Promise<number | undefined> {
  return new Promise((resolve) => {
    let said = '';
    output.on('data', (piece: Buffer) => {
      if (said.length < 10_000) said += piece.toString('utf8');
      const port = /Forwarding from 127\.0\.0\.1:(\d+)/u.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    output.once('close', () => resolve(undefined));
  });
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

function start({ namespace, context, kubeconfig }: KubectlOptions, words: readonly string[]): Child {
  const options = [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
  ];
  const child = spawn('kubectl', [...options, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  child.once('close', () => process.removeListener('exit', stop));
  return child;
}

function exit(child: Child): Promise<number | undefined> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function collect(stream: Readable): Promise<string> {
  let text = '';
  for await (const piece of stream) if (text.length < 10_000) text += String(piece);
  return text;
}
