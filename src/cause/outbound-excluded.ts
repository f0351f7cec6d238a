import { evidence } from '../evidence.ts';
import { isWithinRange } from './context/ip-range.ts';
import { defineCause, found } from './cause.ts';
import { orDefault } from './fix/resources.ts';

/** The client's pod keeps this traffic away from its proxy. */
export const outboundExcluded = defineCause({
  code: 'outbound-excluded',
  title: "an annotation keeps this traffic away from the client's proxy",
  group: 'Proxy bypassed',
  reads: ['policies'],
  find: ({ edge, policies }) => {
    const pod = policies?.clientPod;
    if (pod === undefined) return undefined;
    const { port } = edge.question;
    for (const [key, covers] of [
      ['traffic.sidecar.istio.io/excludeOutboundPorts', (value: string) => listsPort(value, port)],
      [
        'traffic.sidecar.istio.io/excludeOutboundIPRanges',
        (value: string) => value.split(',').some((range) => isWithinRange(edge.question.host, range.trim())),
      ],
    ] as const) {
      const value = pod.annotations[key];
      if (value === undefined || !covers(value)) continue;
      return found({ key, value }, evidence(pod.place, `/metadata/annotations/${key.replaceAll('/', '~1')}`));
    }
    return undefined;
  },
  confidence: 'consistent',
  because: ({ key, value }, edge) =>
    `the pod of ${edge.client.name} has ${key}: "${value}", so connections to ${edge.question.host}:${edge.question.port} never enter its proxy: what the dumps say of them does not count, plaintext goes over the wire`,
  fix: ({ key }, edge) => [
    {
      text: 'Take the annotation out of the pod template, or narrow it:',
      command: `kubectl get pod ${edge.client.pod === '' ? edge.client.name : edge.client.pod} -n ${orDefault(edge.client.namespace)} -o yaml | grep ${key}`,
    },
  ],
  page: {
    see: 'The dumps say mutual TLS, a packet capture says plaintext, and the client’s proxy counts no connection to the service.',
    why: 'Ports and address ranges in these annotations are left out of the iptables redirection. The application then talks to the server directly, and the proxy’s configuration is beside the point.',
    shows: [
      {
        where: 'policies',
        what: '`traffic.sidecar.istio.io/excludeOutboundPorts` or `excludeOutboundIPRanges` on the pod',
      },
      { where: 'elsewhere', what: '`ssl.handshake` of the cluster stays 0' },
    ],
    unless: 'On the server’s side the same is `inbound-excluded`.',
  },
  example: { key: 'traffic.sidecar.istio.io/excludeOutboundPorts', value: '80,3306' },
  references: ['https://github.com/istio/istio/issues/38415', 'https://github.com/istio/istio/issues/22893'],
});

function listsPort(value: string, port: number): boolean {
  return value.split(',').some((each) => each.trim() === '*' || Number(each) === port);
}
