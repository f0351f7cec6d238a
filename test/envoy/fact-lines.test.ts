import { afterEach, describe, expect, it } from 'vitest';
import { assembleProxy } from '../../src/envoy/assemble-proxy.ts';
import { factLines } from '../../src/envoy/fact-lines.ts';
import type { Proxy } from '../../src/envoy/model.ts';
import { resourcePlan } from '../../src/envoy/projection.ts';
import { joinProxies } from '../../src/input/join.ts';
import type { RawProxy } from '../../src/input/model.ts';
import { readSources } from '../../src/input/read-sources.ts';
import { folderWith } from '../input/support/temporary-folder.ts';
import { forgetFolders, recordedFolder } from '../recordings/recordings.ts';
import { violations } from '../../src/generated/validators.js';

afterEach(forgetFolders);

async function readProxies(...paths: readonly string[]): Promise<readonly RawProxy[]> {
  const { dumps } = await readSources(
    paths.map((path) => ({ kind: 'path', path })),
    { resource: resourcePlan },
  );
  return joinProxies(dumps).proxies;
}

function linesOf(proxies: readonly RawProxy[]): string {
  return proxies.flatMap((proxy) => [...factLines(proxy)].map((line) => `${JSON.stringify(line)}\n`)).join('');
}

/** A proxy without what tells where it was read. */
function withoutPlaces(proxies: readonly RawProxy[]): readonly unknown[] {
  return proxies.map((proxy) => {
    const { sources: _, ...facts }: Proxy = assembleProxy(proxy);
    return JSON.parse(JSON.stringify(facts), (key: string, value: unknown) =>
      key === 'place' ? undefined : value,
    ) as unknown;
  });
}

describe('facts', () => {
  it.each(['demo/gateway-mutual', 'istiod/baseline', 'hbone/baseline'])(
    'say of the proxies what their dumps said: %s',
    async (recording) => {
      const proxies = await readProxies(await recordedFolder(recording));
      expect(proxies.length).toBeGreaterThan(2);
      const folder = folderWith({ 'facts.ndjson': linesOf(proxies) });
      expect(withoutPlaces(await readProxies(folder))).toEqual(withoutPlaces(proxies));
    },
  );

  it('of one pod in many shapes are joined again as its dumps were', async () => {
    const shapes = await recordedFolder('shapes/sleep');
    const proxies = await readProxies(shapes);
    const folder = folderWith({ 'facts.ndjson': linesOf(proxies) });
    expect(withoutPlaces(await readProxies(folder))).toEqual(withoutPlaces(proxies));
  });

  it('may come in several files, one made here and one there', async () => {
    const proxies = await readProxies(await recordedFolder('beer/baseline'));
    const files = Object.fromEntries(proxies.map((proxy, index) => [`${index}.ndjson`, linesOf([proxy])]));
    expect(withoutPlaces(await readProxies(folderWith(files)))).toEqual(withoutPlaces(proxies));
  });

  it('are lines as the schema says', async () => {
    const proxies = await readProxies(await recordedFolder('shapes/web'), await recordedFolder('hbone/baseline'));
    const lines = linesOf(proxies).trim().split('\n');
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.flatMap((line) => violations('facts', JSON.parse(line)))).toEqual([]);
  });

  it('hold no key, no password and nothing of the environment', () => {
    const secret = 'c2VjcmV0';
    const text = JSON.stringify({
      configs: [
        {
          bootstrap: {
            node: {
              id: 'sidecar~10.0.0.1~a.b~b.svc',
              metadata: { NAME: 'a', TOKEN: secret, PROXY_CONFIG: { x: secret } },
            },
            admin: { password: secret },
          },
        },
        {
          dynamic_active_secrets: [
            {
              name: 's',
              secret: {
                name: 's',
                tls_certificate: { private_key: { inline_bytes: secret }, password: { inline_string: secret } },
              },
            },
            {
              name: 't',
              secret: {
                name: 't',
                session_ticket_keys: { keys: [{ inline_bytes: secret }] },
                generic_secret: { secret: { inline_string: secret } },
              },
            },
          ],
        },
        {
          dynamic_active_clusters: [
            {
              cluster: {
                name: 'c',
                tls_context: { common_tls_context: { tls_certificates: [{ private_key: { inline_string: secret } }] } },
              },
            },
          ],
        },
      ],
    });
    const folder = folderWith({ 'dump.json': text });
    return expect(readProxies(folder).then(linesOf)).resolves.not.toContain(secret);
  });

  it('keep for an incomplete dump that it was', async () => {
    const folder = folderWith({
      'dump.json': '{"configs": [{"dynamic_active_clusters": [{"cluster": {"name": "a"}}, {',
    });
    const again = folderWith({ 'facts.ndjson': linesOf(await readProxies(folder)) });
    const [proxy] = await readProxies(again);
    expect(proxy?.dumps.map(({ incomplete, sections }) => [incomplete, sections.clusters])).toEqual([[true, false]]);
  });
});
