/** GET over a Unix socket. */
import { request } from 'node:http';

const limit = 60_000;

export function get(socketPath: string, path: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, timeout: limit }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    asked.on('timeout', () => asked.destroy(new Error(`${path} took longer than ${limit} ms`)));
    asked.on('error', reject);
    asked.end();
  });
}
