import { defineCause, found } from './cause.ts';
import { orDefault } from './fix/resources.ts';
import { accepts } from './words.ts';

/** The pod has a proxy that takes mutual TLS, and its endpoint is not marked for it. */
export const tlsmodeLabelTampered = defineCause({
  code: 'tlsmode-label-tampered',
  title: 'the server has a proxy, and its endpoint is not marked for mutual TLS',
  group: 'Auto mTLS off or defeated',
  reads: ['client', 'server', 'endpoint', 'policies'],
  find: ({ edge, client, server, endpoint, policies }) => {
    if (edge.outcome === 'mtls' || client?.setup !== 'auto' || client.sends !== 'nothing') return undefined;
    if (endpoint?.mark !== 'unmarked' && endpoint?.mark !== 'disabled') return undefined;
    // A policy that switches it off takes the mark away, rightly.
    if (server?.proxy === undefined || !server.takesMutual) return undefined;
    const label = policies?.serverPod?.podLabels['security.istio.io/tlsMode'];
    return found({ mode: server.mode, label }, endpoint.at, client.at, server.demandAt);
  },
  confidence: ({ label }) => (label === undefined || label === 'istio' ? 'consistent' : 'proven'),
  because: ({ mode, label }, edge) =>
    `${edge.server.name} has a proxy that ${accepts(mode)}, but its endpoint is not marked \`tlsMode: istio\`, so ${edge.client.name} sends plaintext${label === undefined ? '' : `; the pod has the label security.istio.io/tlsMode: ${label}`}`,
  fix: (_facts, edge) => [
    {
      text: 'Look at the label; the injector sets it to `istio`. Take away what overrides it in the pod template, and start the pods anew:',
      command: `kubectl get pods -n ${orDefault(edge.server.namespace)} -L security.istio.io/tlsMode`,
    },
    {
      text: 'If the label is right, the client may not have got the last update of endpoints:',
      command: 'istioctl proxy-status',
    },
  ],
  page: {
    see: 'A pod with a sidecar (READY 2/2) gets plaintext, or 503 under STRICT.',
    why: 'The mark comes from the pod label `security.istio.io/tlsMode: istio`, which the injector sets. A label in the pod template overrides it; some versions forgot it when telemetry labels were off.',
    shows: [
      { where: 'endpoints', what: 'no `tlsMode: istio`, although the pod has a proxy' },
      { where: 'server', what: 'a chain that demands a client certificate' },
      { where: 'policies', what: 'the pod’s labels' },
    ],
    unless:
      'If the server takes only plaintext on this port, the mark is missing rightly: `pa-disable`. A VM or a remote endpoint is `workloadentry-untagged`.',
  },
  example: { mode: 'STRICT', label: 'disabled' },
  references: ['https://github.com/istio/istio/issues/20578', 'https://github.com/istio/istio/issues/56352'],
});
