/** TCP ports for a lab. Others may take one between the look and the use: then everything begins again with others. */
import { createServer } from 'node:net';

const attempts = 5;

/** Does `work` with `count` ports that nobody listens on, on any address, below the ephemeral ones. */
export async function withFreePorts<T>(count: number, work: (ports: readonly number[]) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await freePorts(count);
    try {
      return await work(ports);
    } catch (error) {
      if (attempt === attempts || !isTaken(error)) throw error;
    }
  }
}

/** What Node and Envoy say of a port that somebody has. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && /EADDRINUSE|Address already in use/u.test(error.message);
}

async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  for (let tries = 0; tries < 100 && ports.size < count; tries += 1) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) ports.add(port);
  }
  if (ports.size < count) throw new Error('no free port below 32000');
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
