import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { inject, orderMutualTls } from './fix/fixes.ts';
import { accepts, target } from './words.ts';

/** A headless service is one ORIGINAL_DST cluster, which cannot choose by endpoint. */
export const headlessOneBadEndpoint = defineCause({
  code: 'headless-one-bad-endpoint',
  title: 'a headless service gets plaintext because one of its pods has no proxy',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server'],
  find: ({ edge, client, server }) => {
    const { cluster } = client ?? {};
    if (edge.outcome === 'mtls' || client?.sends !== 'nothing' || client.rule !== undefined) return undefined;
    if (cluster?.type !== 'ORIGINAL_DST' || client.clusterName === undefined || server?.takesMutual !== true)
      return undefined;
    return found({ mode: server.mode }, evidence(cluster.place, '/type'), client.at, server.demandAt);
  },
  confidence: 'consistent',
  because: ({ mode }, edge) =>
    `${target(edge)} is headless: its cluster cannot choose by endpoint, so one pod without a sidecar (or none ready at all) makes it plaintext for all of them, and ${edge.server.name} ${accepts(mode)}`,
  fix: (_facts, edge) => [
    inject(edge.service.namespace, 'Give every pod of the service a sidecar:'),
    orderMutualTls(edge, 'Or, if all that matter have one, say so:'),
  ],
  page: {
    see: 'Connections to a StatefulSet or another headless service are reset under STRICT, from one day to the next.',
    why: "For a headless service the application dials the pod's own address, so the cluster is `ORIGINAL_DST` and has no endpoints to look at. istiod gives it TLS only if every pod behind it has a sidecar. One that has none, or a moment with no pods at all, turns it off.",
    shows: [
      {
        where: 'client',
        what: '`outbound|PORT||HOST` of type `ORIGINAL_DST` without a transport socket and without a rule',
      },
      { where: 'server', what: 'a chain that demands a client certificate' },
    ],
    unless: 'If there is no cluster for the service at all, the address is unknown: `pod-ip-passthrough`.',
  },
  example: { mode: 'STRICT' },
  references: [
    'https://github.com/istio/istio/issues/27831',
    'https://github.com/istio/istio/issues/18921',
    'https://github.com/istio/istio/issues/24319',
  ],
});
