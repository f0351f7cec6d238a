import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetSpooled } from '../../src/input/bytes/spool.ts';
import { run } from '../run.ts';
import { largeDump } from './large-dump.ts';
import { story } from './story.ts';
import { recordedPods } from './stub-cluster.ts';
import { addressOf } from './tampering.ts';

/** `DUMP_MIB=640` goes beyond the 512 MiB that a string can hold; that is for those who ask. Above 64 MiB it goes through a file. */
const mebibytes = Number(process.env['DUMP_MIB'] ?? 80);

let server: Server;
let small: string;
let web: string;

beforeAll(async () => {
  const pods = await recordedPods('demo/dr-disable-strict');
  small = pods.get('sleep')?.dump ?? expect.fail();
  web = pods.get('web')?.dump ?? expect.fail();
  const recorded = readFileSync(small, 'utf8');
  server = createServer(({ url = '' }, response) => {
    if (!url.startsWith('/config_dump')) response.writeHead(404).end();
    else
      void pipeline(
        Readable.from(largeDump(recorded, 'outbound|80||web.demo.svc.cluster.local', mebibytes * 2 ** 20)),
        response,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  forgetSpooled();
});

test(`a dump of ${mebibytes} MiB is read from an admin endpoint as a small one is`, async () => {
  const ran = await run(['explain', 'sleep', 'web:80', addressOf(server), web]);
  const expected = await run(['explain', 'sleep', 'web:80', small, web]);
  expect(ran).toMatchObject({ code: expected.code, stderr: '' });
  expect(story(ran.stdout)).toEqual(story(expected.stdout));
}, 600_000);
