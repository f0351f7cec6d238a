import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forgetFolders, recordedFolder, scenarios } from '../recordings/recordings.ts';
import { folderWith } from '../input/support/temporary-folder.ts';
import { run, type Ran } from '../run.ts';

afterAll(forgetFolders);

/** Everything is kept in temporary files, and read again each time. */
const large = { MTLSCOPE_LARGE: '0' };

/** Of each topology some, so that all sorts of dumps are among them. */
const chosen = scenarios.filter((_, index) => index % 41 === 0);

/** What a command line does with everything in memory, and with everything in files. */
async function both(argv: readonly string[]): Promise<readonly [Ran, Ran]> {
  return [await run(argv), await run(argv, { env: large })];
}

describe.each(chosen)('kept in files, %s', (scenario) => {
  it.each([
    ['the same edges', (proxies: string) => ['edges', '-o', 'json', proxies]],
    ['the same to each expectation', (proxies: string) => ['check', '-o', 'json', `${proxies}/../edges.yaml`, proxies]],
    ['the same report', (proxies: string) => ['report', '--format', 'markdown', proxies]],
    ['the same graph', (proxies: string) => ['graph', proxies]],
  ])('gives %s', async (_, argvFor) => {
    const [ordinary, shelved] = await both(argvFor(join(await recordedFolder(scenario), 'proxies')));
    expect(shelved).toEqual(ordinary);
  });

  it('explains each client in the same words', async () => {
    const proxies = join(await recordedFolder(scenario), 'proxies');
    const clients = readdirSync(proxies).flatMap((file) => /^(?:sleep|client|ingress)[^.]*/u.exec(file)?.[0] ?? []);
    for (const client of clients.slice(0, 2)) {
      const [ordinary, shelved] = await both(['explain', client, proxies]);
      expect(shelved).toEqual(ordinary);
    }
  });
});

it('says what is no size', async () => {
  const { code, stderr } = await run(['edges', 'dumps'], { env: { MTLSCOPE_LARGE: 'much' } });
  expect([code, stderr]).toEqual([2, expect.stringContaining('`much` is no size')]);
});

it('says that what was read cannot be kept, where it cannot', async () => {
  const folder = process.env['TMPDIR'];
  const clusters = Array.from({ length: 3000 }, (_, index) => ({
    cluster: { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: `outbound|80||svc-${index}.demo` },
  }));
  const section = {
    '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
    dynamic_active_clusters: clusters,
  };
  const dumps = folderWith({ 'sleep.json': JSON.stringify({ configs: [section] }) });
  process.env['TMPDIR'] = '/nowhere';
  try {
    const { code, stderr } = await run(['edges', dumps], { env: large });
    expect([code, stderr]).toEqual([2, expect.stringContaining('name another folder with TMPDIR')]);
  } finally {
    if (folder === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = folder;
  }
});
