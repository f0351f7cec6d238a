import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { demandMutualTls } from './fix/fixes.ts';

/** A PERMISSIVE port recognises the mesh by its ALPN, and takes other TLS for the application's. */
export const tlsWithoutIstioAlpn = defineCause({
  code: 'tls-without-istio-alpn',
  title: 'TLS arrives without the mesh’s ALPN, by which a PERMISSIVE port knows its own',
  group: 'Protocol',
  reads: ['client', 'server', 'policies'],
  find: ({ edge, client, server, policies }) => {
    if (server?.proxy === undefined || server.gateway || server.mode !== 'PERMISSIVE' || edge.outcome !== 'fails')
      return undefined;
    const own = client === undefined && edge.question.speaks === 'tls';
    if (!own && client?.sends !== 'own-mutual') return undefined;
    if (
      edge.decision.kind !== 'tls-no-chain' &&
      edge.decision.kind !== 'tls-at-plaintext-chain' &&
      edge.decision.kind !== 'tls-at-application'
    )
      return undefined;
    const rule = client && ruleBehind(client, policies);
    return found({ rule, proxied: client !== undefined }, client?.at, rule?.at, server.demandAt, server.plaintextAt);
  },
  confidence: 'proven',
  because: ({ proxied }, edge) =>
    `${edge.server.name} takes both on port ${edge.targetPort} and knows mutual TLS by the ALPN \`istio\`, which ${edge.client.name}${proxied ? "'s cluster" : ''} does not offer: its TLS is taken for the application's own${edge.decision.kind === 'tls-no-chain' ? ', and no chain wants that' : ''}`,
  fix: ({ rule }, edge) => [
    ...(rule === undefined
      ? []
      : [
          {
            text: `Use the mesh's own TLS, which brings the ALPN, ${keepOthers(rule)}:`,
            yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
          },
        ]),
    demandMutualTls(edge, 'Under STRICT no ALPN is needed: every TLS is taken for mutual TLS:', 'workload'),
    ...(rule === undefined
      ? [
          {
            text: 'A client without a proxy that holds certificates of the mesh can offer the ALPN itself:',
            command: `openssl s_client -connect ${edge.server.name}:${edge.targetPort} -alpn istio -cert cert-chain.pem -key key.pem -CAfile root-cert.pem`,
          },
        ]
      : []),
  ],
  page: {
    see: 'A caller that holds certificates of the mesh but has no proxy gets `EOF` while the server is PERMISSIVE; under STRICT the same call works.',
    why: 'On a PERMISSIVE port plaintext, the mesh’s TLS and the application’s own TLS arrive side by side. The proxy tells them apart by ALPN: `istio…` is the mesh’s. Everything else is handed on, or on an HTTP port refused.',
    shows: [
      {
        where: 'server',
        what: 'a TLS chain with `application_protocols: [istio, …]`, and for other TLS a chain without a transport socket or none',
      },
      { where: 'client', what: 'a cluster with certificates of its own, or no proxy' },
    ],
    unless:
      'TLS without any client certificate is refused under STRICT as well: `dr-simple-to-mesh`, `pa-strict-no-sidecar-client`.',
  },
  example: { rule: undefined, proxied: false },
  references: [
    'https://github.com/istio/istio/issues/38720',
    'https://github.com/istio/istio/issues/9837',
    'https://github.com/istio/api/issues/1241',
  ],
});
