import { defineCause, found } from './cause.ts';
import { inject } from './fix/fixes.ts';
import { target } from './words.ts';

/** Some endpoints of one service have a proxy and some have not. */
export const mixedEndpoints = defineCause({
  code: 'mixed-endpoints',
  title: 'only some endpoints of the service have a proxy',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server', 'endpoint'],
  insteadOf: ['endpoint-no-sidecar'],
  find: ({ edge, client, server, endpoint }) => {
    if (endpoint?.mark !== 'unmarked' || client?.sends === 'istio-mutual' || server?.hasProxy !== false)
      return undefined;
    if (edge.outcome !== 'plaintext' && edge.outcome !== 'app-tls') return undefined;
    const marked = endpoint.others.filter((mark) => mark === 'istio' || mark === 'hbone').length;
    if (marked === 0) return undefined;
    return found({ marked, all: endpoint.others.length + 1 }, endpoint.at, client?.at);
  },
  confidence: 'proven',
  because: ({ marked, all }, edge) =>
    `${marked} of the ${all} endpoints of ${target(edge)} ${marked === 1 ? 'has' : 'have'} a proxy; this one (${edge.server.name}) has none and gets plaintext, so it depends on chance what a request is`,
  fix: (_facts, edge) => [
    inject(
      edge.server.namespace === '' ? edge.service.namespace : edge.server.namespace,
      'Finish the injection, so that all pods of the service have a sidecar:',
    ),
    {
      text: 'See who has one (READY 2/2):',
      command: `kubectl get pods -n ${edge.service.namespace === '' ? 'default' : edge.service.namespace} -o wide`,
    },
  ],
  page: {
    see: 'Plaintext now and then. Half of the requests carry an identity, the other half do not.',
    why: 'Auto mTLS decides for each endpoint. While a service has pods with and without a sidecar (a rollout that stopped half way, two Deployments behind one Service), the load balancer decides.',
    shows: [
      { where: 'client', what: 'the cluster chooses by `tlsMode`' },
      { where: 'endpoints', what: 'some are marked `tlsMode: istio`, some are not' },
    ],
    unless: 'If none is marked, nobody has a proxy: `endpoint-no-sidecar`.',
  },
  example: { marked: 2, all: 3 },
  references: ['https://istio.io/v1.4/docs/tasks/security/authentication/auto-mtls/'],
});
