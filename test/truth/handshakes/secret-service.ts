/** An SDS server of the simplest kind: Envoy asks over HTTP for a secret by name, and gets it or not. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { JsonObject } from '../../../src/input/model.ts';

const type = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret';

export interface NamedSecret extends JsonObject {
  readonly name: string;
}

export interface SecretService {
  readonly port: number;
  readonly close: () => void;
}

/** Serves `secrets` on loopback; whoever asks for others is told to come back later. */
export function serveSecrets(secrets: readonly NamedSecret[], port: number): Promise<SecretService> {
  const byName = new Map(secrets.map((secret) => [secret.name, secret]));
  const serve = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = (await json(asked)) as { readonly resource_names?: readonly string[] };
    const secret = byName.get(body.resource_names?.[0] ?? '');
    answer.writeHead(secret === undefined ? 503 : 200, { 'content-type': 'application/json' });
    const resources = secret === undefined ? [] : [{ '@type': type, ...secret }];
    answer.end(JSON.stringify({ version_info: '1', resources }));
  };
  const server = createServer((asked, answer) => {
    serve(asked, answer).catch(() => answer.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({ port, close: () => server.close() }));
  });
}
