import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { ruleName } from './words.ts';

/** Certificates of one's own in a MUTUAL rule, signed by a CA that the mesh does not trust. */
export const drMutualForeignCa = defineCause({
  code: 'dr-mutual-foreign-ca',
  title: 'a MUTUAL rule brings certificates of another CA into the mesh',
  group: 'Client-side rules',
  reads: ['client', 'server', 'handshake', 'policies'],
  insteadOf: ['root-ca-mismatch', 'san-mismatch'],
  find: ({ edge, client, server, handshake, policies }) => {
    if (edge.outcome !== 'fails' || client?.sends !== 'own-mutual' || server?.proxy === undefined || server.gateway)
      return undefined;
    if (handshake?.kind !== 'fails' || handshake.reason !== 'untrusted') return undefined;
    const rule = ruleBehind(client, policies);
    if (rule === undefined) return undefined;
    return found(
      { rule, by: handshake.by, issuer: handshake.certificate?.issuer ?? '' },
      client.at,
      rule.at,
      rule.textAt,
      server.demandAt,
    );
  },
  confidence: 'proven',
  because: ({ rule, by, issuer }, edge) =>
    by === 'server'
      ? `${ruleName(rule)} lets ${edge.client.name} show a certificate issued by ${issuer}, and ${edge.server.name} trusts only the mesh's root`
      : `${ruleName(rule)} lets ${edge.client.name} trust a CA of its own, and ${edge.server.name} shows a certificate issued by ${issuer}`,
  fix: ({ rule }, edge) => [
    {
      text: `Use the mesh's certificates, ${keepOthers(rule)}:`,
      yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
    },
  ],
  page: {
    see: '503; at one side `CERTIFICATE_VERIFY_FAILED`, at the other `TLSV1_ALERT_UNKNOWN_CA`.',
    why: "`MUTUAL` is for servers outside the mesh: it uses the files or the credential that the rule names. Inside the mesh each proxy has a certificate from the mesh's CA and trusts that CA alone.",
    shows: [
      { where: 'client', what: 'the cluster uses `file-cert:…` or a credential instead of the secret `default`' },
      { where: 'server', what: 'the chain validates with `ROOTCA`' },
      { where: 'secrets', what: 'the certificate does not chain up to that root' },
    ],
    unless: 'If both sides use the mesh’s own secrets, the roots themselves differ: `root-ca-mismatch`.',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false }, by: 'server', issuer: 'O=Example Corp' },
  references: ['https://github.com/istio/istio/issues/42079'],
});
