import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { exemptPort } from './fix/fixes.ts';

/** Pods in the node's network never get a sidecar. */
export const hostnetworkPod = defineCause({
  code: 'hostnetwork-pod',
  title: "the pod uses the node's network, where no sidecar is injected",
  group: 'Proxy bypassed',
  reads: ['server', 'policies'],
  insteadOf: ['endpoint-no-sidecar'],
  find: ({ edge, server, policies }) => {
    const pod = policies?.serverPod;
    if (pod?.hostNetwork !== true || server?.proxy !== undefined || edge.outcome === 'mtls') return undefined;
    return found({ pod: pod.name, namespace: pod.namespace }, evidence(pod.place, '/spec/hostNetwork'));
  },
  confidence: 'proven',
  because: ({ pod }, edge) =>
    `pod ${pod} runs with hostNetwork, and the injector passes such pods over: ${edge.server.name} has no proxy`,
  fix: (_facts, edge) => [
    { text: 'Take `hostNetwork: true` away if the pod can do without, and start it anew.' },
    exemptPort(edge, 'If it is the client of something STRICT, exempt that port at the server:'),
  ],
  page: {
    see: 'A pod in a labelled namespace has no sidecar (READY 1/1), and nobody knows why.',
    why: "Redirecting traffic in the node's own network would take over the node's traffic, so injection skips pods with `hostNetwork: true`.",
    shows: [
      { where: 'endpoints', what: 'not marked `tlsMode: istio`' },
      { where: 'policies', what: '`spec.hostNetwork: true`' },
    ],
    unless: 'Without hostNetwork it is `endpoint-no-sidecar`.',
  },
  example: { pod: 'node-agent-7xk2p', namespace: 'demo' },
  references: ['istio: pkg/kube/inject/inject.go'],
});
