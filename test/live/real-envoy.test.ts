import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AdminTarget } from '../../src/input/live/admin-target.ts';
import type { JsonObject } from '../../src/input/model.ts';
import { mint, type Minted } from '../mint/mint.ts';
import { forgetFolders, recordedFiles, recordedFolder } from '../recordings/recordings.ts';
import { run, type Ran } from '../run.ts';
import { recordedBootstrap } from './recorded-bootstrap.ts';
import { envoyIsMissing, freePort, startEnvoy, stopEnvoy } from './running-envoy.ts';
import { story } from './story.ts';
import { addressOf, tampering, type Tamper } from './tampering.ts';

const folder = mkdtempSync(join(tmpdir(), 'mtlscope-envoy-'));
const running: ChildProcess[] = [];
let root: Minted;

beforeAll(async () => {
  root = await mint({ subject: 'O=cluster.local', ca: true, keyUsage: ['keyCertSign'] });
});
afterAll(async () => {
  await stopAll();
  forgetFolders();
  rmSync(folder, { recursive: true, force: true });
});

async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map(stopEnvoy));
}

/** Starts an Envoy that is what this pod of a scenario was. */
async function start(scenario: string, pod: string, admin: AdminTarget): Promise<void> {
  const dump = (await recordedFiles(scenario)).get(`proxies/${pod}.json`);
  if (dump === undefined) throw new Error(`${scenario} has no ${pod}`);
  const bootstrap = await recordedBootstrap(dump, join(folder, scenario, pod), root);
  running.push(await startEnvoy(bootstrap, join(folder, `bootstrap-${scenario.replace('/', '-')}-${pod}`), admin));
}

async function explainRecorded(scenario: string): Promise<Ran> {
  const proxies = join(await recordedFolder(scenario), 'proxies');
  return run(['explain', 'sleep', 'web:80', join(proxies, 'sleep.json'), join(proxies, 'web.json')]);
}

describe.skipIf(envoyIsMissing)('an Envoy that runs, with the configuration of a recorded mesh', () => {
  afterEach(stopAll);

  test.each(['demo/baseline', 'demo/mesh-strict', 'demo/dr-disable-strict'])(
    'is explained as its recorded dump is, over TCP and from a Unix socket: %s',
    async (scenario) => {
      const port = await freePort();
      const path = join(folder, `${scenario.replace('/', '-')}.sock`);
      await Promise.all([
        start(scenario, 'sleep', { kind: 'socket', path }),
        start(scenario, 'web', { kind: 'tcp', host: '127.0.0.1', port }),
      ]);
      const recorded = await explainRecorded(scenario);
      const live = await run(['explain', 'sleep', 'web:80', `unix:${path}`, `http://127.0.0.1:${port}`]);
      expect(live).toMatchObject({ code: recorded.code, stderr: '' });
      expect(story(live.stdout)).toEqual(story(recorded.stdout));
    },
  );
});

describe.skipIf(envoyIsMissing)('an Envoy behind something that spoils its answer', () => {
  const path = join(folder, 'spoiled.sock');
  let web: string;
  let recorded: string[];
  const servers: Server[] = [];

  beforeAll(async () => {
    await start('demo/dr-disable-strict', 'sleep', { kind: 'socket', path });
    web = join(await recordedFolder('demo/dr-disable-strict'), 'proxies', 'web.json');
    recorded = story((await explainRecorded('demo/dr-disable-strict')).stdout);
  });
  afterAll(() => {
    for (const server of servers) server.closeAllConnections();
    for (const server of servers) server.close();
  });

  async function explainThrough(tamper: Tamper): Promise<Ran> {
    const server = await tampering(path, tamper);
    servers.push(server);
    return run(['explain', 'sleep', 'web:80', addressOf(server), web]);
  }

  test('slowly: it is waited for, and says the same', async () => {
    const ran = await explainThrough((answer, response) => {
      void (async () => {
        for await (const piece of answer) {
          response.write(piece);
          await sleep(5);
        }
        response.end();
      })();
    });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(story(ran.stdout)).toEqual(recorded);
  });

  test('by ending in the middle: what was complete is used, marked incomplete, exit code 2', async () => {
    const ran = await explainThrough((answer, response) => {
      let size = 0;
      answer.on('data', (piece: Buffer) => {
        size += piece.length;
        response.write(piece, () => void (size > 200_000 && response.socket?.destroy()));
      });
    });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain('sleep → web.demo.svc.cluster.local:80');
    expect(ran.stderr).toContain('what is complete before it is used');
  });

  test.each<[string, Tamper, RegExp]>([
    ['404', (_, response) => void response.writeHead(404).end('nothing here'), /HTTP 404 instead of a dump/u],
    ['500', (_, response) => void response.writeHead(500).end(), /HTTP 500 instead of a dump/u],
    ['garbage', (_, response) => void response.end(Buffer.from([0, 1, 2, 250, 251])), /config_dump/u],
  ])('by answering %s: one sentence, exit code 2', async (_, tamper, sentence) => {
    const ran = await explainThrough(tamper);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(sentence);
  });
});

describe.skipIf(envoyIsMissing)('what an Envoy that runs has counted', () => {
  test('stands beside the verdict: plaintext at a listener that takes nothing but TLS', async () => {
    const [admin, port] = [await freePort(), await freePort()];
    const own = await mint({ subject: '', issuer: root, sans: ['URI:spiffe://cluster.local/ns/demo/sa/web'] });
    const bootstrap = strictListener(port, own, root);
    running.push(await startEnvoy(bootstrap, join(folder, 'strict'), { kind: 'tcp', host: '127.0.0.1', port: admin }));
    await sayHello(port);
    const { stdout } = await run(['explain', 'outside', `127.0.0.1:${port}`, `http://127.0.0.1:${admin}`]);
    const told = stdout.replaceAll(/\s+/gu, ' ');
    expect(told).toContain('web has counted on listener strict since it started: ssl.connection_error 1');
    expect(told).toContain('that agrees with what was found');
  });
});

/** A server that demands mutual TLS. */
function strictListener(port: number, own: Minted, trusted: Minted): JsonObject {
  const type = 'type.googleapis.com/envoy.extensions';
  const tls = {
    '@type': `${type}.transport_sockets.tls.v3.DownstreamTlsContext`,
    require_client_certificate: true,
    common_tls_context: {
      tls_certificates: [
        { certificate_chain: { inline_string: own.pem }, private_key: { inline_string: own.key.pem } },
      ],
      validation_context: { trusted_ca: { inline_string: trusted.pem } },
    },
  };
  return {
    node: { id: 'sidecar~127.0.0.1~web.demo~demo.svc.cluster.local', cluster: 'web' },
    static_resources: {
      listeners: [
        {
          name: 'strict',
          address: { socket_address: { address: '127.0.0.1', port_value: port } },
          filter_chains: [
            {
              transport_socket: { name: 'envoy.transport_sockets.tls', typed_config: tls },
              filters: [
                {
                  name: 'envoy.filters.network.echo',
                  typed_config: { '@type': `${type}.filters.network.echo.v3.Echo` },
                },
              ],
            },
          ],
        },
      ],
    },
  };
}

/** A request in the clear; waits until the other side has closed. */
function sayHello(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => void socket.write('GET / HTTP/1.1\r\nhost: web\r\n\r\n'));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.resume();
  });
}
