import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { callerOutside } from './context/caller-outside.ts';
import { exemptPort } from './fix/fixes.ts';

/** The kubelet asks the application, without a certificate. */
export const kubeletProbe = defineCause({
  code: 'kubelet-probe',
  title: 'the kubelet probes this port, and has no certificate',
  group: 'Proxy bypassed',
  reads: ['client', 'server', 'policies', 'observed'],
  find: (context) => {
    if (!callerOutside(context)) return undefined;
    const { edge, server, policies, observed } = context;
    const pod = policies?.serverPod;
    const saw = observed?.text.includes('kube-probe') === true;
    const port = String(edge.targetPort);
    const names = pod?.ports.filter(({ number }) => number === edge.targetPort).map(({ name }) => name) ?? [];
    const probe = pod?.probes.find(
      (each) => each.kind !== 'tcp' && (each.port === port || (each.port !== '' && names.includes(each.port))),
    );
    const rewritten = pod?.annotations['sidecar.istio.io/rewriteAppHTTPProbers'] !== 'false';
    if (!saw && (probe === undefined || rewritten)) return undefined;
    return found(
      { container: probe?.container ?? '', saw },
      pod && evidence(pod.place, '/metadata/annotations'),
      server?.demandAt,
    );
  },
  confidence: ({ saw }) => (saw ? 'consistent' : 'possible'),
  because: ({ container }, edge) =>
    `the kubelet probes port ${edge.targetPort} of ${edge.server.name}${container === '' ? '' : ` (container ${container})`} itself, without a certificate, and the proxy refuses that`,
  fix: (_facts, edge) => [
    {
      text: 'Let the agent answer probes (the default; an annotation of the pod template or the installation switched it off):',
      yaml: 'metadata:\n  annotations:\n    sidecar.istio.io/rewriteAppHTTPProbers: "true"',
    },
    exemptPort(edge, 'Or accept plaintext on the port that is probed, best one of its own:'),
    { text: 'In Istio 1.0 there is no rewriting: use an exec probe.' },
  ],
  page: {
    see: 'Pods are never ready, or restart again and again, from the moment the server is STRICT.',
    why: 'The kubelet is no part of the mesh. The injector therefore rewrites HTTP and gRPC probes to `/app-health/…` on port 15021, where the agent asks the application from inside. Without that the probe meets the proxy, which wants a certificate.',
    shows: [
      { where: 'server', what: 'only TLS chains for the probed port; log lines with user agent `kube-probe`' },
      { where: 'policies', what: 'a probe on this port and `rewriteAppHTTPProbers: "false"`' },
    ],
    unless: 'A probe of kind `tcpSocket` only opens a connection, and the proxy takes that.',
  },
  example: { container: 'web', saw: false },
  references: [
    'https://github.com/istio/istio/issues/41010',
    'https://github.com/istio/istio/issues/9150',
    'https://github.com/istio/istio/issues/16110',
  ],
});
