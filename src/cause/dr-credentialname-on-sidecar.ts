import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { ruleNamed, selectorOf } from './fix/resources.ts';
import { ruleName, target } from './words.ts';

/** A sidecar ignores `credentialName` unless the rule selects it, and then sends plaintext. */
export const drCredentialnameOnSidecar = defineCause({
  code: 'dr-credentialname-on-sidecar',
  title: 'a sidecar ignores the credentialName of a rule without workloadSelector',
  group: 'Client-side rules',
  reads: ['client', 'policies'],
  insteadOf: ['dr-tls-disable', 'dr-no-tls-block'],
  find: ({ client, policies }) => {
    if (client?.setup !== 'raw' || client.sends !== 'nothing' || client.proxy.node.kind === 'router') return undefined;
    const rule = ruleBehind(client, policies);
    const tls = rule?.traffic?.tls;
    // istiod notes SIMPLE and MUTUAL in the metadata before it finds that it has no certificates to give.
    const noted = client.cluster?.istio.alpnOverride === 'false';
    const written =
      tls !== undefined &&
      tls.credentialName !== '' &&
      tls.mode !== 'DISABLE' &&
      rule?.manifest?.workloadSelector === undefined;
    if (rule === undefined || (rule.manifest === undefined ? !noted : !written)) return undefined;
    const mark = noted ? evidence(client.cluster.place, '/metadata/filter_metadata/istio/alpn_override') : undefined;
    return found(
      { rule, credential: tls?.credentialName ?? '', mode: tls?.mode ?? 'MUTUAL' },
      rule.textAt,
      rule.at,
      mark,
      client.at,
    );
  },
  confidence: ({ rule }) => (rule.manifest === undefined ? 'consistent' : 'proven'),
  because: ({ rule, credential, mode }, edge) =>
    `${ruleName(rule)} orders ${mode} TLS towards ${target(edge)}${credential === '' ? '' : ` with credentialName ${credential}`}, which a sidecar ignores unless the rule selects it by workloadSelector; it sends plaintext instead`,
  fix: ({ rule, credential, mode }, edge) => [
    {
      text: 'Select the client (the Secret must be in its namespace, and the rule too):',
      yaml: ruleNamed(
        { name: rule.name, namespace: edge.client.namespace === '' ? rule.namespace : edge.client.namespace },
        edge,
        rule.manifest?.host ?? edge.service.host,
        {
          workloadSelector: { matchLabels: selectorOf(edge.client, edge) },
          trafficPolicy: { tls: { mode, credentialName: credential === '' ? 'CREDENTIAL' : credential } },
        },
      ),
    },
  ],
  page: {
    see: 'The rule says `MUTUAL`, and the connection is plaintext. No error anywhere.',
    why: '`credentialName` was made for gateways. istiod gives the Secret to a sidecar only if the rule has a `workloadSelector` that selects it; otherwise it drops the TLS settings as a whole.',
    shows: [
      {
        where: 'client',
        what: 'no TLS in the cluster, the rule in its `metadata`, and `alpn_override: "false"`, which is written for `SIMPLE` and `MUTUAL`',
      },
      { where: 'policies', what: '`credentialName` without `workloadSelector`' },
    ],
    unless: 'For a gateway as the client `credentialName` works as it is.',
  },
  example: {
    rule: { namespace: 'demo', name: 'partner', wildcard: false },
    credential: 'partner-client',
    mode: 'MUTUAL',
  },
  references: ['istio: pilot/pkg/networking/core/cluster_tls.go', 'https://github.com/istio/istio/issues/36074'],
});
