import { defineCause, found } from './cause.ts';
import { missingSecrets } from './context/missing-secrets.ts';
import { orDefault } from './fix/resources.ts';
import { listed } from './words.ts';

/** A proxy waits for a secret that does not come, and closes connections meanwhile. */
export const sdsSecretMissing = defineCause({
  code: 'sds-secret-missing',
  title: 'a proxy has not been given its certificate or its root',
  group: 'Identity and certificates',
  reads: ['client', 'server', 'handshake'],
  find: ({ edge, client, server, handshake }) => {
    if (handshake?.kind !== 'fails' || handshake.reason !== 'secret-not-supplied') return undefined;
    const atClient = handshake.by === 'client';
    const proxy = atClient ? client?.proxy : server?.proxy;
    const context = atClient
      ? (client?.tunnel?.sending.tls ?? client?.sending?.tls)?.context
      : server?.receiving.tls?.context;
    if (proxy === undefined || context === undefined) return undefined;
    const missing = missingSecrets(proxy, context);
    const party = atClient ? edge.client : edge.server;
    const facts = {
      who: party.name,
      pod: party.pod,
      namespace: party.namespace,
      names: missing.map(({ name }) => name),
      credential: missing.some(({ name }) => name.includes('://')),
    };
    return found(facts, ...missing.map(({ at }) => at), atClient ? client?.at : server?.demandAt);
  },
  confidence: 'proven',
  because: ({ who, names }) =>
    `the proxy of ${who} waits for ${names.length === 0 ? 'a secret' : listed(names)}, which has not come, and closes connections until it does`,
  fix: ({ who, pod, namespace, credential }, edge) => [
    ...(credential
      ? [
          {
            text: "The credential names a Secret: create it in the gateway's namespace, with the keys `tls.crt`, `tls.key` and, for MUTUAL, `ca.crt`:",
            command: `kubectl create secret generic NAME -n ${orDefault(namespace)} --from-file=tls.crt --from-file=tls.key --from-file=ca.crt`,
          },
        ]
      : []),
    {
      text: 'See whether the proxy reaches istiod, and what the CA says:',
      command: `kubectl logs ${pod === '' ? `deploy/${who}` : pod} -n ${orDefault(namespace)} -c istio-proxy | grep -i -E 'sds|ca|15012' ; kubectl logs -n ${edge.rootNamespace} deploy/istiod | grep -i -E 'csr|secret'`,
    },
  ],
  page: {
    see: '503 `Secret is not supplied by SDS`; a pod or gateway that never becomes ready.',
    why: 'Certificates come by SDS: the workload’s own from the agent, which asks istiod (port 15012); a gateway’s from Kubernetes Secrets. Until all a listener or cluster needs are there, it warms; after 15 seconds it goes into service and closes every connection.',
    shows: [
      {
        where: 'secrets',
        what: 'the secret is in `dynamic_warming_secrets`, has `version_info: uninitialized`, or is absent',
      },
      { where: 'client', what: 'warming clusters' },
      { where: 'server', what: 'warming listeners' },
    ],
    unless: 'Secrets called `file-cert:…` are files of a MUTUAL rule: `dr-mutual-files-missing`.',
  },
  example: { who: 'web', pod: 'web-5d8f7', namespace: 'demo', names: ['default'], credential: false },
  references: [
    'https://github.com/istio/istio/issues/34903',
    'https://github.com/istio/istio/issues/25528',
    'https://github.com/istio/istio/issues/22443',
    'https://github.com/istio/istio/issues/33146',
    'https://github.com/istio/istio/issues/56277',
  ],
});
