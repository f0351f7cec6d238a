/** Sends one request for each case, and reads what both sides logged. */
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line of an access log; absent values are null. */
export type LogLine = Readonly<Record<string, string | number | null>>;

const parallel = 24;
const patience = 3000;

/** Requests for all `cases`, with the host each wants to reach. */
export async function sendAll(
  port: number,
  cases: readonly { readonly id: string; readonly host: string }[],
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: parallel });
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await send(agent, port, next.id, next.host);
  };
  await Promise.all(Array.from({ length: parallel }, work));
  agent.destroy();
}

function send(agent: Agent, port: number, id: string, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { agent, host: '127.0.0.1', port, path: '/', headers: { host, 'x-case': id } },
      (response) => {
        response.resume();
        response.on('end', resolve);
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** The lines of a log by case, once there is one for each, or nothing more comes. */
export async function readLog(path: string, wanted: number): Promise<ReadonlyMap<string, LogLine>> {
  const deadline = Date.now() + patience;
  for (;;) {
    const lines = existsSync(path) ? parse(readFileSync(path, 'utf8')) : new Map<string, LogLine>();
    if (lines.size >= wanted || Date.now() > deadline) return lines;
    await sleep(25);
  }
}

function parse(text: string): Map<string, LogLine> {
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  return new Map(
    complete
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine)
      .map((line) => [String(line['case']), line]),
  );
}
