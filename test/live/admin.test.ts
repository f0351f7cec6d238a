import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openAdmin } from '../../src/input/live/open-admin.ts';
import { run, type Ran } from '../run.ts';
import { story } from './story.ts';
import { recordedPods } from './stub-cluster.ts';

const sockets = mkdtempSync(join(tmpdir(), 'mtlscope-admin-'));
const at = ['--at', '2026-11-22T12:00:00Z'];
const servers: Server[] = [];
let dump: Buffer;
let offline: Ran;

beforeAll(async () => {
  const { dump: path } = (await recordedPods('demo/dr-disable-strict')).get('sleep') ?? expect.fail();
  dump = readFileSync(path);
  offline = await run(['explain', 'sleep', 'web:80', path, ...at]);
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
afterAll(() => rmSync(sockets, { recursive: true, force: true }));

/** Serves on a port of its own; answers it. */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has a port');
  return address.port;
}

/** An Envoy that serves its dump, this way, and no other page. */
function envoy(answer: (response: ServerResponse) => void): RequestListener {
  return (request, response) => {
    if (request.url === '/config_dump?include_eds') answer(response);
    else response.writeHead(404).end('invalid path');
  };
}

function explain(source: string): Promise<Ran> {
  return run(['explain', 'sleep', 'web:80', source, ...at]);
}

describe('an admin endpoint as a source', () => {
  test('says what its dump says as a file', async () => {
    const port = await serve(envoy((response) => response.end(dump)));
    const { code, stdout, stderr } = await explain(`http://127.0.0.1:${port}`);
    expect({ code, stderr }).toEqual({ code: offline.code, stderr: '' });
    expect(story(stdout)).toEqual(story(offline.stdout));
    expect(stdout).toContain(`127.0.0.1:${port}/config_dump`);
  });

  test('may be a Unix socket', async () => {
    const path = join(sockets, 'admin');
    const server = createServer(envoy((response) => response.end(dump)));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const { code, stdout } = await explain(`unix:${path}`);
    expect(code).toBe(offline.code);
    expect(story(stdout)).toEqual(story(offline.stdout));
  });

  test('is asked for six pages, each once, with GET', async () => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      envoy((answer) => answer.end(dump))(request, response);
    });
    await explain(`http://127.0.0.1:${port}`);
    expect(asked).toEqual([
      'GET /config_dump?include_eds',
      'GET /server_info',
      'GET /certs',
      'GET /clusters?format=json',
      'GET /listeners?format=json',
      expect.stringMatching(/^GET \/stats\?format=json&usedonly&filter=[\w%().-]+$/iu),
    ]);
  });

  test('may take its time between the pieces', async () => {
    const port = await serve(
      envoy((response) => {
        void (async () => {
          for (let start = 0; start < dump.length; start += 64_000) {
            response.write(dump.subarray(start, start + 64_000));
            await sleep(20);
          }
          response.end();
        })();
      }),
    );
    const { stdout, stderr } = await explain(`http://127.0.0.1:${port}`);
    expect(stderr).toBe('');
    expect(story(stdout)).toEqual(story(offline.stdout));
  });
});

describe('a proxy that dies in the middle of its answer', () => {
  test('leaves what was complete, marked so, with exit code 2', async () => {
    const port = await serve(
      envoy((response) => {
        response.writeHead(200, { 'content-length': dump.length });
        response.write(dump.subarray(0, Math.floor(dump.length * 0.9)), () => response.socket?.destroy());
      }),
    );
    const { code, stdout, stderr } = await explain(`http://127.0.0.1:${port}`);
    expect(code).toBe(2);
    expect(stdout).toContain('web.demo.svc.cluster.local:80');
    expect(stderr).toMatch(/config_dump.*: .*\n.*what is complete before it is used/u);
  });

  test('and one that falls silent is not waited for for ever', async () => {
    const port = await serve(envoy((response) => void response.write(dump.subarray(0, 1000))));
    const target = { kind: 'tcp', host: '127.0.0.1', port } as const;
    const { files, problems } = await openAdmin(target, 0, undefined, { answer: 5000, pause: 50 });
    expect(files.map(({ source }) => source)).toEqual([`127.0.0.1:${port}/config_dump`]);
    expect(problems).toEqual([]);
    let size = 0;
    for await (const piece of files[0]?.reopen() ?? []) size += piece.length;
    expect(size).toBe(1000);
  });
});

describe('an endpoint that gives no dump is told of in one sentence, with exit code 2', () => {
  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['404', (response) => response.writeHead(404).end('invalid path'), /HTTP 404 instead of a dump/u],
    ['500', (response) => response.writeHead(500).end('oops'), /HTTP 500 instead of a dump/u],
    ['nothing at all', (response) => response.socket?.destroy(), /closed without an answer/u],
    ['an empty page', (response) => response.end(), /empty/u],
    ['a page for people', (response) => response.end('<html><body>hello</body></html>'), /config_dump/u],
    ['bytes', (response) => response.end(Buffer.from([0, 255, 254, 1, 2, 3])), /config_dump/u],
  ])('%s', async (_, answer, sentence) => {
    const port = await serve(envoy(answer));
    const { code, stdout, stderr } = await explain(`http://127.0.0.1:${port}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain(`127.0.0.1:${port}`);
  });

  test('nobody listens', async () => {
    const port = await serve(() => undefined);
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    const { code, stderr } = await explain(`http://127.0.0.1:${port}`);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing listens there');
  });

  test('there is no such socket', async () => {
    const { code, stderr } = await explain(`unix:${join(sockets, 'nobody')}`);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no such socket');
  });

  test('no answer comes in time', async () => {
    const port = await serve(() => undefined);
    const target = { kind: 'tcp', host: '127.0.0.1', port } as const;
    const { files, problems } = await openAdmin(target, 0, undefined, { answer: 50, pause: 50 });
    expect(files).toEqual([]);
    expect(problems.map(({ saw }) => saw)).toEqual(['no answer in 0.05 s']);
  });
});

test('a redirect is not followed, and nothing but the named address is contacted', async () => {
  let contacted = 0;
  const elsewhere = await serve((_, response) => {
    contacted += 1;
    response.end(dump);
  });
  const port = await serve((_, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/config_dump?include_eds` }).end();
  });
  const { code, stderr } = await explain(`http://127.0.0.1:${port}`);
  expect(code).toBe(2);
  expect(stderr).toContain('HTTP 302, a redirect, which is not followed');
  expect(contacted).toBe(0);
});
