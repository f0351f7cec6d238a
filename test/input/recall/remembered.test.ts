import { describe, expect, it } from 'vitest';
import type { Proxy } from '../../../src/envoy/model.ts';
import { readProxies } from '../../../src/read-proxies.ts';
import { folderWith } from '../support/temporary-folder.ts';

const services = ['a', 'b', 'c', 'd', 'e'];
const now = new Date('2026-01-01T00:00:00Z');

/** The dump of a pod that knows all services, of which it was told at some time, in some push. */
function dump(pod: string, time: string, known: readonly string[] = services, push = '1'): string {
  const clusters = known.map((service) => ({
    version_info: push,
    last_updated: time,
    cluster: {
      '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
      name: `outbound|80||${service}.demo.svc.cluster.local`,
      type: 'EDS',
      metadata: { filter_metadata: { istio: { services: [{ host: service, name: service, namespace: 'demo' }] } } },
      eds_cluster_config: { service_name: `outbound|80||${service}.demo.svc.cluster.local` },
    },
  }));
  return JSON.stringify({
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.BootstrapConfigDump',
        bootstrap: { node: { id: `sidecar~10.0.0.1~${pod}.demo~demo.svc.cluster.local` } },
      },
      { '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump', dynamic_active_clusters: clusters },
    ],
  });
}

async function proxiesOf(files: Readonly<Record<string, string>>): Promise<readonly Proxy[]> {
  const folder = folderWith(files);
  return (await readProxies([{ kind: 'path', path: folder }], { now })).proxies;
}

describe('proxies that know the same services', () => {
  it('are read as each alone is', async () => {
    const files = {
      'one.json': dump('one', '2026-01-01T00:00:01.1Z'),
      'two.json': dump('two', '2026-01-01T00:00:02.2Z', services.toReversed()),
    };
    const together = await proxiesOf(files);
    const alone = await Promise.all(Object.entries(files).map(([name, text]) => proxiesOf({ [name]: text })));
    expect(together).toEqual(alone.flat());
  });

  it('share what does not tell of a place or a moment', async () => {
    const proxies = await proxiesOf({
      'one.json': dump('one', '2026-01-01T00:00:01.1Z'),
      'two.json': dump('two', '2026-01-01T00:00:02.2Z', services, '22'),
    });
    const [one, other] = proxies.map(({ clusters }) => clusters.at(-1));
    expect(one?.istio.services).toEqual([{ host: 'e', name: 'e', namespace: 'demo' }]);
    expect(one?.istio.services).toBe(other?.istio.services);
    expect([one?.lastUpdated, one?.place.source]).not.toEqual([other?.lastUpdated, other?.place.source]);
    expect([one, other].map((each) => each?.versionInfo)).toEqual(['1', '22']);
  });

  it('are told what was delivered to them, which only the version of a secret says', async () => {
    const secret = { name: 'default', validation_context: { trusted_ca: { inline_bytes: 'eA==' } } };
    const files = services.map((service, index): [string, string] => {
      const entry = { name: 'default', version_info: index < 4 ? 'first' : 'uninitialized', secret };
      const type = 'type.googleapis.com/envoy.admin.v3.SecretsConfigDump';
      return [`${service}.json`, JSON.stringify({ configs: [{ '@type': type, dynamic_active_secrets: [entry] }] })];
    });
    const proxies = await proxiesOf(Object.fromEntries(files));
    const delivered = proxies.flatMap(({ secrets }) => secrets.map((each) => each.delivered));
    expect(delivered).toEqual([true, true, true, true, false]);
  });
});
