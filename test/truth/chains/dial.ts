/** Makes a connection to a real Envoy and says what came back. */
import { connect } from 'node:net';
import type { Dialled, Payload } from './case.ts';
import { clientHello } from './client-hello.ts';
import { proxyHeader } from './proxy-header.ts';

/** A client that sends nothing is answered at once or after a filter's timeout; others wait as long as it takes. */
const patience = { silent: 6000, talking: 30_000 };

export interface Answer {
  /** What the chain that took the connection says; `closed` without a word; `stalled` where nothing happens. */
  readonly outcome: string;
  /** The port the connection came from. */
  readonly port: number;
}

function dial({ to, from, header, payload }: Dialled): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const local = from.port === undefined ? {} : { localPort: from.port };
    const socket = connect({ host: to.ip, port: to.port, localAddress: from.ip, ...local });
    let answer = '';
    let port = 0;
    const limit = isSilent({ to, from, payload }) ? patience.silent : patience.talking;
    const timer = setTimeout(() => finish('stalled'), limit);
    function finish(outcome: string): void {
      clearTimeout(timer);
      socket.destroy();
      resolve({ outcome, port });
    }
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      port = socket.localPort ?? 0;
      // In one piece: what arrives after the answer would turn it into a reset.
      const bytes = Buffer.concat([header === undefined ? Buffer.alloc(0) : proxyHeader(header), bytesOf(payload)]);
      if (bytes.length > 0) socket.write(bytes);
    });
    socket.on('data', (text: string) => {
      answer += text;
      if (answer.endsWith('\n')) finish(answer.trimEnd());
    });
    socket.on('end', () => finish(answer === '' ? 'closed' : answer.trimEnd()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') finish('closed');
      else {
        clearTimeout(timer);
        reject(error);
      }
    });
  });
}

const http2Preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const emptySettings = '\0\0\0\u0004\0\0\0\0\0';

function bytesOf(payload: Payload): Buffer {
  switch (payload.kind) {
    case 'tls':
      return clientHello(payload.sni, payload.alpn);
    case 'http1':
      return Buffer.from('GET / HTTP/1.1\r\nhost: a.test\r\n\r\n');
    case 'http2':
      return Buffer.from(http2Preface + emptySettings);
    case 'other':
      return Buffer.from(payload.text, 'latin1');
    case 'nothing':
      return Buffer.alloc(0);
  }
}

/** How many connections are made at once; silent ones only wait. */
const width = { silent: 500, talking: 64 };

/** Makes all connections; answers in their order. */
export async function dialAll(all: readonly Dialled[]): Promise<readonly (Answer | undefined)[]> {
  const silent = all.map((dialled, at) => ({ dialled, at })).filter(({ dialled }) => isSilent(dialled));
  const talking = all.map((dialled, at) => ({ dialled, at })).filter(({ dialled }) => !isSilent(dialled));
  const answers: (Answer | undefined)[] = [];
  const work = async ({ dialled, at }: { readonly dialled: Dialled; readonly at: number }): Promise<void> => {
    answers[at] = await dial(dialled);
  };
  await Promise.all([inParallel(width.silent, silent, work), inParallel(width.talking, talking, work)]);
  return answers;
}

function isSilent({ payload }: Dialled): boolean {
  return payload.kind === 'nothing';
}

/** Works on many at once, but on no more than `limit`. */
async function inParallel<T>(limit: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  async function worker(): Promise<void> {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  }
  await Promise.all(Array.from({ length: limit }, worker));
}
