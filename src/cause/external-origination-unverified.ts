import type { ClientTlsMode } from '../policy/destination-rule.ts';
import { defineCause, found } from './cause.ts';
import { isExternal } from './context/external.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { unreachableName } from './context/names-wanted.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { ruleName } from './words.ts';

/** TLS to a host outside the mesh, with anchors or names that do not fit it. */
export const externalOriginationUnverified = defineCause({
  code: 'external-origination-unverified',
  title: 'TLS to an outside host is verified against the wrong anchors or names',
  group: 'Client-side rules',
  reads: ['client', 'server', 'handshake', 'policies'],
  insteadOf: ['san-mismatch', 'root-ca-mismatch', 'dr-mutual-foreign-ca'],
  find: ({ edge, client, server, handshake, policies }) => {
    if ((client?.sends !== 'one-way' && client?.sends !== 'own-mutual') || server?.proxy !== undefined)
      return undefined;
    if (edge.outcome === 'mtls' || edge.outcome === 'plaintext') return undefined;
    const rule = ruleBehind(client, policies);
    const external = isExternal(client, policies, edge);
    if (rule === undefined || (external === undefined && server?.hasProxy !== false)) return undefined;
    const refused = handshake?.kind === 'fails' && handshake.by === 'client' ? handshake.detail : undefined;
    const wrongName =
      client.sending?.tls === undefined ? undefined : unreachableName(client.sending.tls.side, edge.service.host);
    if (refused === undefined && wrongName === undefined) return undefined;
    const mode: ClientTlsMode = client.sends === 'one-way' ? 'SIMPLE' : 'MUTUAL';
    return found({ rule, refused, wrongName, mode }, client.at, rule.textAt, rule.at, external);
  },
  confidence: ({ refused }) => (refused === undefined ? 'consistent' : 'proven'),
  because: ({ rule, refused, wrongName }, edge) =>
    refused === undefined
      ? `${ruleName(rule)} accepts only a certificate for ${wrongName ?? ''}, and neither the host ${edge.service.host} nor the server name that is sent is called that`
      : `${ruleName(rule)} verifies ${edge.service.host} and refuses what it shows: ${refused}`,
  fix: ({ rule, mode }, edge) => [
    {
      text: `Name the root that signed the host's certificate and the name in it, ${keepOthers(rule)}; leave \`subjectAltNames\` away where the host's own name is enough:`,
      yaml: amendRule(rule, edge, {
        tls: {
          mode,
          sni: edge.service.host,
          caCertificates: '/etc/ssl/certs/ca-certificates.crt',
          subjectAltNames: [edge.service.host],
        },
      }),
    },
    {
      text: 'See which names and which issuer the host really shows:',
      command: `openssl s_client -connect ${edge.service.host}:443 -servername ${edge.service.host} </dev/null | openssl x509 -noout -issuer -ext subjectAltName`,
    },
  ],
  page: {
    see: '503 with `CERTIFICATE_VERIFY_FAILED` towards an outside host, with certificates of your own or none.',
    why: 'With `SIMPLE` or `MUTUAL` the client verifies the server with `caCertificates` and `subjectAltNames`. A missing bundle, the wrong one, or a name that the certificate does not carry ends the handshake. Without `sni` and `subjectAltNames` newer versions demand the host name itself.',
    shows: [
      {
        where: 'client',
        what: "the cluster's validation context: `trusted_ca`, `match_subject_alt_names`, or `auto_san_validation`",
      },
      { where: 'secrets', what: 'the anchors that were loaded' },
    ],
    unless:
      'If the cluster uses the mesh’s own certificates, it is `dr-mutual-to-external`. A server inside the mesh is `dr-simple-to-mesh` or `san-mismatch`.',
  },
  example: {
    rule: { namespace: 'demo', name: 'partner', wildcard: false },
    refused: undefined,
    wrongName: 'other.example',
    mode: 'SIMPLE',
  },
  references: [
    'https://github.com/istio/istio/issues/53168',
    'https://github.com/istio/istio/issues/26349',
    'https://github.com/istio/istio/issues/50193',
    'istioctl analyze IST0128',
  ],
});
