import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { exemptPort } from './fix/fixes.ts';

/** The server's pod keeps this port away from its proxy, and its clients do not know. */
export const inboundExcluded = defineCause({
  code: 'inbound-excluded',
  title: "an annotation keeps this port away from the server's proxy",
  group: 'Proxy bypassed',
  reads: ['client', 'policies'],
  find: ({ edge, client, policies }) => {
    const pod = policies?.serverPod;
    const value = pod?.annotations[annotation];
    if (
      pod === undefined ||
      value === undefined ||
      !value.split(',').some((each) => each.trim() === '*' || Number(each) === edge.targetPort)
    )
      return undefined;
    const sendsTls = client !== undefined && client.sends !== 'nothing' && client.sends !== 'unknown';
    return found(
      { value, sendsTls },
      evidence(pod.place, `/metadata/annotations/${annotation.replace('/', '~1')}`),
      client?.at,
    );
  },
  confidence: 'consistent',
  because: ({ value, sendsTls }, edge) =>
    `the pod of ${edge.server.name} has ${annotation}: "${value}", so port ${edge.targetPort} never enters its proxy: ${sendsTls ? `the mutual TLS that ${edge.client.name} sends reaches the application, which cannot read it` : 'whatever its chains demand, plaintext gets in'}`,
  fix: (_facts, edge) => [
    exemptPort(edge, 'Either keep the annotation and let clients know that the port is plaintext:', 'DISABLE'),
    { text: 'or take the annotation out of the pod template, so that the proxy takes the port again.' },
  ],
  page: {
    see: '`WRONG_VERSION_NUMBER` on one port, although both dumps fit together.',
    why: 'A port in `excludeInboundPorts` is left out of the iptables redirection at the server. Its clients are not told: they see a marked endpoint and send mutual TLS straight to the application.',
    shows: [
      { where: 'policies', what: 'the annotation on the server’s pod' },
      { where: 'elsewhere', what: "the server's proxy counts no connection on this port" },
    ],
    unless:
      'Where nobody sends TLS to the port (a webhook called by the API server) the annotation is the remedy, not the trouble: `apiserver-webhook`.',
  },
  example: { value: '3306', sendsTls: true },
  references: ['https://github.com/istio/istio/issues/39290'],
});

const annotation = 'traffic.sidecar.istio.io/excludeInboundPorts';
