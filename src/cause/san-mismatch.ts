import { defineCause, found } from './cause.ts';
import { refusedCertificate } from './context/certificate.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { orDefault } from './fix/resources.ts';
import { ruleName } from './words.ts';

/** The certificate is good and signed by the right root, and it is somebody else's. */
export const sanMismatch = defineCause({
  code: 'san-mismatch',
  title: 'the certificate belongs to another identity than expected',
  group: 'Identity and certificates',
  reads: ['client', 'server', 'handshake', 'policies'],
  find: (context) => {
    const { client, server, handshake, policies } = context;
    if (handshake?.kind !== 'fails' || handshake.reason !== 'san-mismatch') return undefined;
    const { owner, refuser, facts, certificateAt } = refusedCertificate(handshake, context);
    const rule = client && handshake.by === 'client' ? ruleBehind(client, policies) : undefined;
    // Envoy adds the host's name by itself where a rule has neither `sni` nor `subjectAltNames`.
    const byHost = handshake.by === 'client' && (client?.sending?.tls?.side.extraSans.length ?? 0) > 0;
    const names = [...(facts?.uris ?? []), ...(facts?.dnsNames ?? [])];
    const evidenceOf = handshake.by === 'client' ? client?.at : server?.demandAt;
    return found(
      { owner, refuser, names, detail: handshake.detail, byHost, rule, byClient: handshake.by === 'client' },
      evidenceOf,
      rule?.textAt,
      rule?.at,
      certificateAt,
    );
  },
  confidence: 'proven',
  because: ({ owner, refuser, detail, byHost, rule }) =>
    `${refuser} refuses the certificate of ${owner}: ${detail}${rule === undefined ? '' : byHost ? `; ${ruleName(rule)} names neither sni nor subjectAltNames, so the host's own name is demanded` : `; ${ruleName(rule)} shapes what is expected`}`,
  fix: ({ rule, byHost, byClient, owner, names }, edge) => [
    ...(rule === undefined
      ? []
      : [
          {
            text: byHost
              ? `For a server of the mesh let Istio fill in the names, ${keepOthers(rule)}:`
              : `Leave \`subjectAltNames\` away ${keepOthers(rule)}; Istio then fills in the service accounts behind the service:`,
            yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
          },
        ]),
    ...(rule === undefined && byClient
      ? [
          {
            text: `If ${owner} changed its service account lately, the client's list is old; see which one it runs as${names[0] === undefined ? '' : ` (its certificate says ${names[0]})`}:`,
            command: `kubectl get pods -n ${orDefault(edge.server.namespace)} -o custom-columns=POD:.metadata.name,ACCOUNT:.spec.serviceAccountName && istioctl proxy-status`,
          },
        ]
      : []),
    ...(byClient
      ? []
      : [
          {
            text: 'The server accepts only some identities; look at its filter chain, and at `trustDomainAliases` of the mesh.',
          },
        ]),
  ],
  page: {
    see: '503 `UF` with `CERTIFICATE_VERIFY_FAILED … SAN matcher` at the client, `ssl.fail_verify_san` counts up; the server sees `CERTIFICATE_UNKNOWN`.',
    why: 'Secure naming: a client knows which service accounts may run a service and accepts no other identity. The list in the cluster and the server’s certificate differ because the service account changed, because a rule lists `subjectAltNames` that are wrong, or because a rule lists none and the host name is demanded instead.',
    shows: [
      { where: 'client', what: '`match_subject_alt_names` in the cluster, or `auto_san_validation`' },
      { where: 'secrets', what: 'the URI in the server’s certificate' },
      { where: 'policies', what: '`subjectAltNames` in the rule' },
    ],
    unless: 'If only the trust domain differs it is `trust-domain-mismatch`.',
  },
  example: {
    owner: 'web',
    refuser: 'sleep',
    names: ['spiffe://cluster.local/ns/demo/sa/web'],
    detail:
      'wanted spiffe://cluster.local/ns/demo/sa/wrong; the certificate is for spiffe://cluster.local/ns/demo/sa/web',
    byHost: false,
    rule: { namespace: 'demo', name: 'web', wildcard: false },
    byClient: true,
  },
  references: [
    'https://github.com/istio/istio/issues/49874',
    'https://github.com/istio/istio/issues/26324',
    'https://github.com/istio/istio/issues/45739',
  ],
});
