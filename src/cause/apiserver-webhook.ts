import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { callerOutside } from './context/caller-outside.ts';
import { exemptPort } from './fix/fixes.ts';

/** The API server calls webhooks with TLS of its own, and has no certificate of the mesh. */
export const apiserverWebhook = defineCause({
  code: 'apiserver-webhook',
  title: 'the Kubernetes API server calls this webhook, and has no certificate of the mesh',
  group: 'Proxy bypassed',
  reads: ['client', 'server', 'policies', 'observed'],
  find: (context) => {
    if (!callerOutside(context)) return undefined;
    const { edge, server, policies, observed } = context;
    const saw =
      observed?.text.includes('failed calling webhook') === true ||
      observed?.text.includes('kube-apiserver-admission') === true;
    const webhook = policies?.all.webhooks.find(
      ({ service }) => service.name === edge.service.name && service.namespace === edge.service.namespace,
    );
    if (!saw && webhook === undefined) return undefined;
    return found(
      { saw, webhook: webhook === undefined ? '' : `${webhook.kind} ${webhook.name}` },
      webhook && evidence(webhook.place, webhook.path),
      server?.demandAt,
    );
  },
  confidence: ({ saw, webhook }) => (saw && webhook !== '' ? 'consistent' : 'possible'),
  because: ({ webhook }, edge) =>
    `${webhook === '' ? 'the API server' : `${webhook} lets the API server`} ${webhook === '' ? 'calls' : 'call'} ${edge.server.name} on port ${edge.targetPort} with ordinary TLS, and the proxy there accepts only mutual TLS of the mesh`,
  fix: (_facts, edge) => [
    {
      text: "Keep the webhook's port away from the proxy; it has TLS of its own:",
      yaml: `metadata:\n  annotations:\n    traffic.sidecar.istio.io/excludeInboundPorts: "${edge.targetPort}"`,
    },
    exemptPort(edge, 'Or let the proxy hand it on:'),
  ],
  page: {
    see: '`failed calling webhook … EOF` from kubectl and controllers; nothing can be created any more.',
    why: 'kube-apiserver calls admission and conversion webhooks itself, with TLS and without a certificate of the mesh. A STRICT sidecar in front of the webhook refuses it.',
    shows: [
      { where: 'server', what: 'only chains that demand a client certificate for the webhook’s port (often 9443)' },
      {
        where: 'policies',
        what: 'a ValidatingWebhookConfiguration or MutatingWebhookConfiguration that names the service',
      },
    ],
    unless: 'If pods of the mesh fail as well, it is not about the API server.',
  },
  example: { saw: true, webhook: 'ValidatingWebhookConfiguration policy/check.example.com' },
  references: [
    'https://github.com/istio/istio/issues/39290',
    'https://github.com/istio/istio/issues/29566',
    'https://github.com/istio/istio/issues/52874',
  ],
});
