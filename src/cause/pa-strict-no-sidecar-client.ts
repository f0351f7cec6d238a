import { defineCause, found } from './cause.ts';
import { peerBehind } from './context/peer-behind.ts';
import { exemptPort, inject } from './fix/fixes.ts';
import { asSays } from './words.ts';

/** The caller has no proxy, hence no certificate, and the server takes nothing else. */
export const paStrictNoSidecarClient = defineCause({
  code: 'pa-strict-no-sidecar-client',
  title: 'the server demands mutual TLS, and the client has no proxy',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  general: true,
  find: ({ edge, client, server, policies }) => {
    if (client !== undefined || edge.outcome !== 'fails') return undefined;
    if (server?.proxy === undefined || server.gateway || !server.takesMutual || server.takesPlaintext) return undefined;
    const behind = peerBehind(policies, edge, 'STRICT');
    return found({ ownTls: edge.question.speaks === 'tls', policy: behind?.policy }, server.demandAt, behind?.at);
  },
  confidence: 'proven',
  because: ({ ownTls, policy }, edge) =>
    `${edge.server.name} accepts only mutual TLS on port ${edge.targetPort}${asSays(policy)}, and a client without a proxy has no certificate of the mesh${ownTls ? ' to show in its own TLS' : ': it sends plaintext'}`,
  fix: (_facts, edge) => [
    inject(
      'CLIENT_NAMESPACE',
      "Bring the client into the mesh (its namespace's name goes in here), then it gets a proxy and a certificate:",
    ),
    { text: 'Or let it come in through the ingress gateway, which has one.' },
    exemptPort(edge, 'Or accept plaintext on this one port as well, and know that anybody can then send it:'),
  ],
  page: {
    see: 'curl ends with exit code 56 and status `000` ("connection reset by peer"), a browser says the site cannot be reached. Callers inside the mesh are fine. The rejected calls appear in no metric: the connection ends before there is a request.',
    why: 'STRICT means: no certificate of the mesh, no connection. A pod without a sidecar, a load balancer, a browser has none.',
    shows: [
      {
        where: 'server',
        what: 'all chains for the port are TLS and demand a client certificate; its log says `NR filter_chain_not_found`',
      },
      { where: 'client', what: 'nothing: there is no proxy that could be dumped' },
    ],
    unless:
      'If the caller does have a proxy, look at what its cluster sends (`dr-tls-disable`, `pod-ip-passthrough`). Probes, Prometheus and webhooks are callers without a proxy too: `kubelet-probe`, `prometheus-scrape`, `apiserver-webhook`.',
  },
  example: { ownTls: false, policy: { kind: 'PeerAuthentication', namespace: 'demo', name: 'default' } },
  references: ['https://github.com/istio/istio/issues/27169'],
});
