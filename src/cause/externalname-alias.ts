import { evidence } from '../evidence.ts';
import { isBefore } from './context/era.ts';
import { defineCause, found } from './cause.ts';
import { accepts } from './words.ts';

/** A name that stands for another service, which old versions did not look behind. */
export const externalnameAlias = defineCause({
  code: 'externalname-alias',
  title: 'the service is an ExternalName alias, which has no identity of its own',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server', 'policies'],
  insteadOf: ['automtls-disabled', 'legacy-policy-without-dr', 'pa-workload-strict-under-ns-disable', 'stale-proxy'],
  find: ({ edge, client, server, policies }) => {
    if (
      edge.outcome === 'mtls' ||
      client?.sends !== 'nothing' ||
      client.rule !== undefined ||
      client.clusterName === undefined
    )
      return undefined;
    const { cluster } = client;
    const byDns = cluster?.type === 'STRICT_DNS' || cluster?.type === 'LOGICAL_DNS';
    if (cluster === undefined || !byDns || client.setup !== 'raw') return undefined;
    const version = edge.client.version;
    if (version !== undefined && !isBefore(version, 1, 21)) return undefined;
    const manifest = policies?.serviceManifest;
    const alias =
      manifest?.type === 'ExternalName'
        ? manifest.externalName
        : hostBehind(cluster.loadAssignment?.endpoints[0]?.address);
    if (alias === undefined || alias === '') return undefined;
    return found(
      { alias, certain: manifest !== undefined, mode: server?.mode },
      evidence(cluster.place, '/type'),
      client.at,
      manifest && evidence(manifest.place, '/spec/externalName'),
      server?.demandAt,
    );
  },
  confidence: ({ certain }) => (certain ? 'proven' : 'consistent'),
  because: ({ alias, mode }, edge) =>
    `${edge.service.host} is an alias of ${alias}: its cluster is found by DNS and knows neither identity nor \`tlsMode\`, so ${edge.client.name} sends plaintext; ${edge.server.name} ${accepts(mode)}`,
  fix: ({ alias }) => [
    { text: `Call the real name: ${alias}.` },
    { text: 'From Istio 1.21 on an alias is treated as the service behind it.' },
  ],
  page: {
    see: '503 through one name of a service, success through the other.',
    why: 'Before 1.21 an ExternalName Service was an opaque host that DNS resolves: no endpoints with marks, no identity, so no mutual TLS.',
    shows: [
      { where: 'client', what: 'a cluster of type `STRICT_DNS` for a host of the cluster, without TLS' },
      { where: 'policies', what: 'a Service with `type: ExternalName`' },
    ],
    unless: 'A ServiceEntry with `resolution: DNS` for a real outside host is `mesh-external-se`.',
  },
  example: { alias: 'web.demo.svc.cluster.local', certain: true, mode: 'STRICT' },
  references: [
    'https://github.com/istio/istio/issues/24886',
    'https://github.com/istio/istio/issues/16885',
    'https://github.com/istio/istio/issues/37365',
  ],
});

/** Another service of the cluster, by the name that DNS is asked for. */
function hostBehind(address: { readonly kind: string; readonly ip?: string } | undefined): string | undefined {
  return address?.ip?.includes('.svc.') === true ? address.ip : undefined;
}
