import { defineCause, found } from './cause.ts';
import { goesNowhereKnown } from './context/unknown-address.ts';
import { orDefault } from './fix/resources.ts';
import { accepts } from './words.ts';

/** An ingress controller with a sidecar balances over pod addresses by itself. */
export const ingressToPodIp = defineCause({
  code: 'ingress-to-pod-ip',
  title: 'an ingress controller dials pods by their addresses',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server'],
  insteadOf: ['pod-ip-passthrough'],
  find: (context) => {
    const { edge, client, server } = context;
    if (
      client?.sends !== 'nothing' ||
      edge.outcome === 'mtls' ||
      client.proxy.node.kind === 'router' ||
      !goesNowhereKnown(context)
    )
      return undefined;
    const names = [
      client.proxy.node.workload,
      client.proxy.node.app,
      edge.client.labels['app.kubernetes.io/name'] ?? '',
    ];
    const controller = names.find((name) => controllers.test(name));
    if (controller === undefined || server?.takesMutual !== true) return undefined;
    return found({ mode: server.mode, nginx: /nginx/iu.test(controller) }, client.at, server.demandAt);
  },
  confidence: 'proven',
  because: ({ mode }, edge) =>
    `${edge.client.name} balances over pod addresses by itself, so its sidecar sees ${edge.question.host}:${edge.question.port}, for which it has no cluster, and forwards it in plaintext; ${edge.server.name} ${accepts(mode)}`,
  fix: ({ nginx }, edge) =>
    nginx
      ? [
          {
            text: 'Let ingress-nginx call the Service, and say so in the Host header, by annotations of the Ingress:',
            command: `kubectl annotate ingress INGRESS -n ${orDefault(edge.service.namespace)} nginx.ingress.kubernetes.io/service-upstream=true nginx.ingress.kubernetes.io/upstream-vhost=${edge.service.host}`,
          },
        ]
      : [
          {
            text: 'Tell the controller to call the Service address instead of its endpoints, and to send the name of the service in the Host header.',
          },
        ],
  page: {
    see: '502 or 503 from the ingress controller after it got a sidecar, or after the servers went STRICT.',
    why: 'Controllers such as ingress-nginx watch endpoints and dial pods directly. Their sidecar knows services and no single pods, so these connections pass through as plaintext.',
    shows: [
      { where: 'client', what: 'a sidecar, not a gateway; the connection ends in `PassthroughCluster`' },
      { where: 'server', what: 'a chain that demands a client certificate' },
    ],
    unless: 'An Istio gateway has clusters for services and does this right.',
  },
  example: { mode: 'STRICT', nginx: true },
  references: [
    'https://github.com/istio/istio/issues/41033',
    'https://github.com/kubernetes/ingress-nginx/issues/3171',
    'https://github.com/istio/istio/issues/24668',
  ],
});

const controllers = /nginx|traefik|haproxy|contour|kong|ambassador|emissary|ingress/iu;
