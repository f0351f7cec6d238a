import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { enableAutoMtls } from './fix/fixes.ts';
import { accepts, ruleName, target } from './words.ts';

/** Without auto mTLS the most specific rule counts alone, and what it does not say about TLS means none. */
export const drNoTlsBlock = defineCause({
  code: 'dr-no-tls-block',
  title: 'the DestinationRule that wins says nothing about TLS, and nothing fills the gap',
  group: 'Client-side rules',
  reads: ['client', 'endpoint', 'server', 'policies'],
  find: ({ client, endpoint, server, policies }) => {
    if (client?.setup !== 'raw' || client.sends !== 'nothing' || client.autoMtls || server?.takesMutual !== true)
      return undefined;
    const rule = ruleBehind(client, policies);
    if (rule === undefined || client.cluster?.istio.alpnOverride === 'false') return undefined;
    // istiod takes the mark off an endpoint for a rule that says DISABLE, not for one that says nothing.
    if (rule.manifest === undefined && endpoint?.mark === 'unmarked' && endpoint.marksInUse) return undefined;
    if (rule.manifest !== undefined && (rule.traffic?.tls !== undefined || rule.traffic?.portDropsTls !== undefined))
      return undefined;
    const others = client.clusters.ordersTlsBesides(client.cluster?.istio.config);
    return found({ rule, others, mode: server.mode }, rule.at, rule.textAt, client.at, server.demandAt);
  },
  confidence: ({ rule }) => (rule.manifest === undefined ? 'consistent' : 'proven'),
  because: ({ rule, others, mode }, edge) =>
    `${ruleName(rule)} wins for ${target(edge)} and has no \`tls\` block, which without auto mTLS means plaintext${others ? ' (the rule behind other services orders mutual TLS, and is not inherited)' : ''}; ${edge.server.name} ${accepts(mode)}`,
  fix: ({ rule }, edge) => [
    {
      text: `Rules do not inherit, so each needs a \`tls\` block of its own; write it ${keepOthers(rule)}:`,
      yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
    },
    enableAutoMtls(edge),
  ],
  page: {
    see: '503 right after a DestinationRule brought subsets or load balancing to a service. Nobody touched security.',
    why: 'DestinationRules do not inherit from each other. The most specific one replaces the mesh-wide `*.local` rule as a whole, and without auto mTLS a missing `tls` block means no TLS. With auto mTLS (the default since Istio 1.5) the gap is filled, and this cannot happen.',
    shows: [
      {
        where: 'client',
        what: 'the cluster has no TLS and names a DestinationRule; clusters of other services have TLS; no cluster has `transport_socket_matches` for `tlsMode`',
      },
      { where: 'server', what: 'a filter chain for the port demands a client certificate' },
      { where: 'policies', what: 'the rule has subsets or other settings, and no `trafficPolicy.tls`' },
    ],
    unless:
      'If the rule does say `DISABLE`, it is `dr-tls-disable`. A block such as `peers: [{mtls: {}}]` belongs to a Policy and is ignored in a DestinationRule (`dr-misplaced-block`).',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false }, others: true, mode: 'STRICT' },
  references: [
    'https://github.com/istio/istio/issues/6279',
    'https://github.com/istio/istio.io/issues/3120',
    'https://github.com/istio/istio.io/issues/2131',
  ],
});
