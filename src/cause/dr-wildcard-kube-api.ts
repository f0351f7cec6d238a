import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { ruleNamed } from './fix/resources.ts';
import { ruleName } from './words.ts';

/** A wildcard rule orders mutual TLS towards the Kubernetes API, which is no part of the mesh. */
export const drWildcardKubeApi = defineCause({
  code: 'dr-wildcard-kube-api',
  title: 'a wildcard DestinationRule orders mutual TLS towards the Kubernetes API server',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies', 'endpoint'],
  insteadOf: ['dr-mutual-to-plaintext', 'double-tls'],
  find: ({ edge, client, server, policies, endpoint }) => {
    if (
      client?.sends !== 'istio-mutual' ||
      client.setup !== 'tls' ||
      edge.outcome === 'mtls' ||
      server?.hasProxy === true
    )
      return undefined;
    const rule = ruleBehind(client, policies);
    const byName = /^kubernetes\.default(?:\.svc|$)/u.test(edge.service.host);
    // 6443 is where kube-apiserver listens unless told otherwise (--secure-port).
    const byPort = endpoint?.address.port === 6443;
    if (rule === undefined || (!byName && !byPort)) return undefined;
    const certain = byName || rule.wildcard;
    return found({ rule, certain }, rule.at, rule.textAt, client.at, endpoint?.at);
  },
  confidence: ({ certain }) => (certain ? 'proven' : 'consistent'),
  because: ({ rule }, edge) =>
    `${ruleName(rule)} covers ${edge.service.host} as well and orders mutual TLS; the API server has no proxy, so it gets the mesh's handshake where it expects the application's own`,
  fix: ({ rule }, edge) => [
    {
      text: 'Exempt the API server with a rule of its own beside the wildcard:',
      yaml: ruleNamed({ name: 'api-server', namespace: rule.namespace }, edge, edge.service.host, {
        trafficPolicy: { tls: { mode: 'DISABLE' } },
      }),
    },
    {
      text: 'Or, in a mesh with auto mTLS (`enableAutoMtls`), take the `tls` block out of the wildcard; clients then decide by themselves:',
      command: `kubectl patch destinationrule ${rule.name} -n ${rule.namespace} --type json -p '[{"op":"remove","path":"${rule.traffic?.tls?.path ?? '/spec/trafficPolicy/tls'}"}]'`,
    },
  ],
  page: {
    see: 'Everything that talks to the Kubernetes API breaks at once: `TLS handshake timeout`, connection reset, operators and dashboards that cannot list anything.',
    why: 'A rule for `*.local` (or `*.default.svc.cluster.local`) covers every service of the cluster, `kubernetes.default` included. Its clients then wrap the connection in mutual TLS, and the API server, which is no part of the mesh, cannot make sense of it.',
    shows: [
      {
        where: 'client',
        what: '`outbound|443||kubernetes.default.svc.cluster.local` has TLS, and its `metadata` names the same rule as many other clusters',
      },
      { where: 'endpoints', what: 'the endpoint is not marked `tlsMode: istio`' },
    ],
    unless: 'With auto mTLS no such rule is needed: it leaves servers without a proxy alone.',
  },
  example: { rule: { namespace: 'istio-system', name: 'default', wildcard: true }, certain: true },
  references: [
    'https://github.com/istio/istio/issues/7298',
    'https://github.com/istio/istio/issues/4840',
    'https://github.com/istio/istio/issues/15898',
  ],
});
