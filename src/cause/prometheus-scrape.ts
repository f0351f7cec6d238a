import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { callerOutside } from './context/caller-outside.ts';
import { exemptPort } from './fix/fixes.ts';

/** Prometheus scrapes pods by address, without a certificate of the mesh. */
export const prometheusScrape = defineCause({
  code: 'prometheus-scrape',
  title: 'Prometheus scrapes this port, and has no certificate',
  group: 'Proxy bypassed',
  reads: ['client', 'server', 'policies', 'observed'],
  find: (context) => {
    if (!callerOutside(context)) return undefined;
    const { edge, server, policies, observed } = context;
    const pod = policies?.serverPod;
    const saw = observed?.text.includes('prometheus/') === true;
    const asked =
      pod?.annotations['prometheus.io/scrape'] === 'true' &&
      Number(pod.annotations['prometheus.io/port'] ?? '80') === edge.targetPort;
    if (!saw && !asked) return undefined;
    return found({ saw }, asked ? evidence(pod.place, '/metadata/annotations') : undefined, server?.demandAt);
  },
  confidence: ({ saw }) => (saw ? 'consistent' : 'possible'),
  because: (_facts, edge) =>
    `Prometheus scrapes port ${edge.targetPort} of ${edge.server.name} by its pod address, without a certificate of the mesh, and the proxy refuses that`,
  fix: (_facts, edge) => [
    {
      text: "Let the agent merge the application's metrics into its own on port 15020, which is never taken over:",
      yaml: 'metadata:\n  annotations:\n    prometheus.istio.io/merge-metrics: "true"\n    prometheus.io/scrape: "true"',
    },
    {
      text: 'Or give Prometheus a certificate: a sidecar that writes it to a volume, and `tls_config` in the scrape job.',
    },
    exemptPort(edge, 'Or accept plaintext on the metrics port:'),
  ],
  page: {
    see: 'Targets are down with "connection reset by peer" or `EOF`, from the moment the server is STRICT.',
    why: 'Prometheus dials pods, not services, and without certificates of the mesh. Port 15090, the proxy’s own metrics, is never redirected and keeps working.',
    shows: [
      { where: 'server', what: 'only TLS chains for the metrics port' },
      { where: 'policies', what: '`prometheus.io/scrape: "true"` and `prometheus.io/port` on the pod' },
    ],
    unless: 'If Prometheus has a sidecar and still fails, it dials pod addresses: `pod-ip-passthrough`.',
  },
  example: { saw: false },
  references: [
    'https://github.com/istio/istio/issues/21402',
    'https://github.com/istio/istio/issues/19628',
    'https://github.com/istio/istio/issues/40666',
    'https://github.com/prometheus/prometheus/issues/9068',
  ],
});
