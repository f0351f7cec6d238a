import { defineCause, found } from './cause.ts';
import { accepts } from './words.ts';

/** A cluster written by hand knows nothing of the mesh's certificates. */
export const customClusterNoTls = defineCause({
  code: 'custom-cluster-no-tls',
  title: 'a cluster made by hand sends plaintext into the mesh',
  group: 'Client-side rules',
  reads: ['client', 'server'],
  find: ({ client, server }) => {
    if (
      client?.cluster === undefined ||
      client.sends !== 'nothing' ||
      client.clusterName !== undefined ||
      client.special !== undefined
    )
      return undefined;
    if (server?.takesMutual !== true) return undefined;
    return found({ cluster: client.cluster.name, mode: server.mode }, client.at, server.demandAt);
  },
  confidence: 'proven',
  because: ({ cluster, mode }, edge) =>
    `cluster ${cluster} of ${edge.client.name} was not made by istiod and has no TLS, and ${edge.server.name} ${accepts(mode)}`,
  fix: (_facts, edge) => [
    {
      text: 'Name istiod’s own cluster for the service instead; it knows how to talk to it:',
      yaml: `cluster_name: outbound|${edge.port}||${edge.service.host}`,
    },
  ],
  page: {
    see: 'Calls of ext_authz, rate limiting, tracing or a Wasm filter are reset; the application itself has no trouble with the same service.',
    why: 'Only clusters that istiod makes from services get auto mTLS. One that comes from an EnvoyFilter or the bootstrap has exactly what was written into it.',
    shows: [
      {
        where: 'client',
        what: 'a cluster whose name is not `outbound|PORT|SUBSET|HOST`, mostly `STRICT_DNS`, without a transport socket',
      },
      { where: 'server', what: 'a filter chain for the port demands a client certificate' },
    ],
    unless: '`PassthroughCluster` is istiod’s and something else: `pod-ip-passthrough`.',
  },
  example: { cluster: 'ext-authz', mode: 'STRICT' },
  references: [
    'https://github.com/istio/istio/issues/33568',
    'https://github.com/istio/istio/issues/35398',
    'https://github.com/istio/istio/issues/47372',
    'https://github.com/istio/istio/issues/56033',
  ],
});
