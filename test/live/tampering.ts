/** Stands between the program and an admin endpoint, and spoils what it answers. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What is done to the answer for the dump; the other pages go through as they are. */
export type Tamper = (answer: IncomingMessage, response: ServerResponse) => void;

/** Listens on a port of its own in front of the admin endpoint on a socket. */
export async function tampering(socketPath: string, tamper: Tamper): Promise<Server> {
  const server = createServer(({ url = '/', method }, response) => {
    request({ socketPath, path: url, method }, (answer) => {
      if (url.startsWith('/config_dump')) {
        tamper(answer, response);
        return;
      }
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
    }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Its address, as a source. */
export function addressOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has a port');
  return `http://127.0.0.1:${address.port}`;
}
