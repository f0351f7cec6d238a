/** One GET of an admin endpoint, as a stream. Only the address that was named is contacted; redirects are not followed. */
import { request, type IncomingMessage } from 'node:http';
import { Unusable } from '../unusable.ts';
import type { AdminTarget } from './admin-target.ts';

/** Milliseconds. */
export interface Patience {
  /** Until the first byte of the answer. */
  readonly answer: number;
  /** Between two pieces of it. */
  readonly pause: number;
}

export const defaultPatience: Patience = { answer: 10_000, pause: 30_000 };

/**
 * The body, piece by piece. When the proxy dies in the middle, or falls silent, the body simply ends there: whoever
 * reads it keeps what is complete. Throws `Unusable` when there is no answer, or none with status 200.
 */
export async function* adminGet(target: AdminTarget, path: string, patience: Patience): AsyncGenerator<Uint8Array> {
  const response = await answerOf(target, path, patience);
  if (response.statusCode !== 200) {
    response.destroy();
    throw refused(response.statusCode ?? 0);
  }
  response.setTimeout(patience.pause, () => response.destroy());
  try {
    for await (const piece of response) if (piece instanceof Uint8Array) yield piece;
  } catch {
    // Cut off: the reader of the body sees that it is not complete.
  }
}

/** The page does not exist on this Envoy. */
export class NotServed extends Unusable {
  constructor() {
    super('unreadable', 'HTTP 404 instead of a dump', 'name the admin endpoint (port 15000 of an Istio proxy)');
  }
}

function refused(status: number): Unusable {
  if (status >= 300 && status < 400) {
    return new Unusable(
      'unreadable',
      `HTTP ${status}, a redirect, which is not followed`,
      'name the admin endpoint itself',
    );
  }
  if (status === 404) return new NotServed();
  return new Unusable('unreadable', `HTTP ${status} instead of a dump`, 'see what the proxy logs');
}

function answerOf(target: AdminTarget, path: string, { answer }: Patience): Promise<IncomingMessage> {
  const where = target.kind === 'socket' ? { socketPath: target.path } : { host: target.host, port: target.port };
  return new Promise((resolve, reject) => {
    const call = request(
      { ...where, path, method: 'GET', headers: { host: 'localhost', connection: 'close' } },
      resolve,
    );
    call.setTimeout(answer, () =>
      call.destroy(new Unusable('unreadable', `no answer in ${answer / 1000} s`, 'see whether the proxy is alive')),
    );
    call.once('error', (error) => reject(error instanceof Unusable ? error : unreachable(error)));
    call.end();
  });
}

function unreachable(error: Error): Unusable {
  const code = 'code' in error ? String(error.code) : '';
  const why = new Map([
    ['ECONNREFUSED', 'nothing listens there'],
    ['ENOENT', 'there is no such socket'],
    ['EACCES', 'permission denied'],
    ['ENOTFOUND', 'there is no such host'],
    ['ECONNRESET', 'the connection was closed without an answer'],
    ['EHOSTUNREACH', 'there is no way to that host'],
  ]).get(code);
  return new Unusable(
    'unreadable',
    `an admin endpoint that cannot be reached: ${why ?? error.message}`,
    'forward the port first: kubectl port-forward POD 15000',
    { cause: error },
  );
}
