/** Ordinary TLS clients without a certificate, as applications have them: Node's own, which is OpenSSL. */
import { connect, type TLSSocket } from 'node:tls';
import type { Place } from './bootstrap.ts';

/** What an application saw of its handshake. */
export interface Seen {
  /** Undefined when the handshake did not complete for it. */
  readonly version?: string;
  /** SHA-256 of the certificate that was shown, hex. */
  readonly print?: string;
}

const parallel = 16;
const patience = 10_000;

/** Dials all places, with the server name each wants (empty for none); in their order. */
export async function dialAll(dials: readonly { readonly place: Place; readonly sni: string }[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  const waiting = [...dials.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, { place, sni }] = next;
      seen[at] = await dial(place, sni);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return seen;
}

/** Whom the application trusts is not the question: it takes every certificate. */
function dial({ address, port }: Place, sni: string): Promise<Seen> {
  return new Promise((resolve) => {
    let seen: Seen = {};
    const socket: TLSSocket = connect({ host: address, port, servername: sni, rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      const print = socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();
      seen = { version: (socket.getProtocol() ?? '').replace('.', '_'), print };
      socket.write('GET / HTTP/1.1\r\nhost: a.test\r\nconnection: close\r\n\r\n');
      socket.resume();
    });
    socket.setTimeout(patience, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('close', () => resolve(seen));
  });
}
