import { defineCause, found } from './cause.ts';
import { isExternal } from './context/external.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { ruleName } from './words.ts';

/** The mesh's certificates are offered to a server that never heard of the mesh. */
export const drMutualToExternal = defineCause({
  code: 'dr-mutual-to-external',
  title: 'a DestinationRule orders the mesh’s mutual TLS towards a host outside the mesh',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies'],
  insteadOf: ['dr-mutual-to-plaintext', 'root-ca-mismatch', 'san-mismatch'],
  find: (context) => {
    const { edge, client, server, policies } = context;
    if (
      edge.outcome === 'mtls' ||
      client?.sends !== 'istio-mutual' ||
      client.setup !== 'tls' ||
      server?.hasProxy === true
    )
      return undefined;
    const rule = ruleBehind(client, policies);
    const external = isExternal(client, policies, edge);
    return rule === undefined || external === undefined
      ? undefined
      : found({ rule }, rule.at, external, client.at, rule.textAt);
  },
  confidence: 'proven',
  because: ({ rule }, edge) =>
    `${ruleName(rule)} orders \`ISTIO_MUTUAL\` towards ${edge.service.host}, which is outside the mesh: it does not know the mesh's root, and the mesh does not know its`,
  fix: ({ rule }, edge) => [
    {
      text: `Originate ordinary TLS, with the host's own name, ${keepOthers(rule)}:`,
      yaml: amendRule(rule, edge, {
        tls: { mode: 'SIMPLE', sni: edge.service.host, subjectAltNames: [edge.service.host] },
      }),
    },
  ],
  page: {
    see: '503 with `CERTIFICATE_VERIFY_FAILED` or a handshake failure, towards a third party only.',
    why: "`ISTIO_MUTUAL` means the mesh's own certificates on both sides. Outside the mesh nobody accepts them, and nobody there has one that the mesh trusts.",
    shows: [
      {
        where: 'client',
        what: 'the cluster of an external host uses the secrets `default` and `ROOTCA`; its `metadata` names the rule, often a wildcard',
      },
    ],
    unless:
      'With certificates of your own for that host it is a matter of trust and names: `external-origination-unverified`.',
  },
  example: { rule: { namespace: 'demo', name: 'partner', wildcard: false } },
  references: ['https://github.com/istio/istio/issues/11737'],
});
