import { defineCause, found } from './cause.ts';
import { inject } from './fix/fixes.ts';

/** The endpoint has no proxy, so plaintext is the right thing to send. */
export const endpointNoSidecar = defineCause({
  code: 'endpoint-no-sidecar',
  title: 'the endpoint has no proxy',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server', 'endpoint'],
  find: ({ edge, client, server, endpoint }) => {
    const plain = edge.outcome === 'plaintext' || edge.outcome === 'app-tls';
    if (!plain || server?.hasProxy !== false || endpoint === undefined) return undefined;
    if (client !== undefined && client.sends !== 'nothing') return undefined;
    return found({ auto: client?.setup === 'auto', workload: endpoint.workload }, endpoint.at, client?.at);
  },
  confidence: 'proven',
  because: ({ auto }, edge) =>
    `${edge.server.name} has no proxy${auto ? `: its endpoint is not marked \`tlsMode: istio\`, so ${edge.client.name} sends it plaintext` : ', so nobody there could take mutual TLS'}`,
  fix: (_facts, edge) => [
    inject(
      edge.server.namespace === '' ? edge.service.namespace : edge.server.namespace,
      'Give it a sidecar and start its pods anew (a label alone changes nothing for pods that run already):',
    ),
    { text: 'A server outside the mesh (a database, an appliance) stays plaintext, unless it speaks TLS itself.' },
  ],
  page: {
    see: 'One service is plaintext while all others are mutual TLS. Nothing fails.',
    why: 'istiod marks an endpoint with `tlsMode: istio` when its pod has a sidecar. A pod whose namespace is not labelled, or that was not started anew since, has none, and clients rightly send it plaintext.',
    shows: [
      { where: 'client', what: 'the cluster chooses by `tlsMode` and falls through to `raw_buffer`' },
      { where: 'endpoints', what: 'no `envoy.transport_socket_match` metadata' },
    ],
    unless:
      'If the pod does have a proxy, a policy took the mark away (`pa-disable`, `dr-tls-disable`) or the label was overridden (`tlsmode-label-tampered`).',
  },
  example: { auto: true, workload: 'web' },
  references: ['istioctl analyze IST0102', 'istioctl analyze IST0103'],
});
