import { defineCause, found } from './cause.ts';
import { isExternal } from './context/external.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { acceptBoth, inject } from './fix/fixes.ts';
import { ruleName, target } from './words.ts';

/** A rule forces mutual TLS on a server that takes only plaintext, or has no proxy at all. */
export const drMutualToPlaintext = defineCause({
  code: 'dr-mutual-to-plaintext',
  title: 'a DestinationRule forces mutual TLS on a server that takes only plaintext',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies', 'endpoint'],
  find: ({ edge, client, server, policies, endpoint }) => {
    if (edge.outcome !== 'fails' || client?.setup !== 'tls' || client.sends === 'nothing' || client.sends === 'unknown')
      return undefined;
    const rule = ruleBehind(client, policies);
    const plainOnly = server?.mode === 'DISABLE' && client.sends !== 'one-way';
    const noProxy = server?.hasProxy === false && isExternal(client, policies, edge) === undefined;
    if (rule === undefined || server?.gateway === true || (!plainOnly && !noProxy)) return undefined;
    return found(
      { rule, noProxy, auto: client.autoMtls, mutual: client.sends !== 'one-way' },
      rule.at,
      client.at,
      rule.textAt,
      noProxy ? endpoint?.at : server.plaintextAt,
    );
  },
  confidence: 'proven',
  because: ({ rule, noProxy, mutual }, edge) =>
    `${ruleName(rule)} orders ${mutual ? 'mutual TLS' : 'TLS'} towards ${target(edge)}, and ${edge.server.name} ${noProxy ? 'has no proxy: nobody there understands it' : 'accepts only plaintext'}`,
  fix: ({ rule, noProxy, auto }, edge) => [
    ...(auto && !rule.wildcard
      ? [
          {
            text: `Take the \`tls\` block out of the rule; auto mTLS then sends each server what it can take:`,
            command: `kubectl patch destinationrule ${rule.name} -n ${rule.namespace} --type json -p '[{"op":"remove","path":"${rule.traffic?.tls?.path ?? '/spec/trafficPolicy/tls'}"}]'`,
          },
        ]
      : []),
    {
      text: `${auto && !rule.wildcard ? 'Or say' : 'Say'} that this server takes plaintext, ${keepOthers(rule)}:`,
      yaml: amendRule(rule, edge, { tls: { mode: 'DISABLE' } }),
    },
    noProxy
      ? inject(
          edge.server.namespace === '' ? edge.service.namespace : edge.server.namespace,
          'Better: give the server a proxy, and keep the rule:',
        )
      : acceptBoth(edge, 'Better: let the server take mutual TLS, and keep the rule:'),
  ],
  page: {
    see: '503 with flag `UF` and `WRONG_VERSION_NUMBER` (268435703) at the client: it began a TLS handshake and got HTTP back.',
    why: 'An explicit `ISTIO_MUTUAL` is meant for every endpoint, whether it has a proxy or not. Auto mTLS would look at each endpoint first.',
    shows: [
      {
        where: 'client',
        what: 'the cluster has a TLS transport socket of its own (no `transport_socket_matches` by `tlsMode`), and its `metadata` names the rule',
      },
      { where: 'server', what: 'only `raw_buffer` chains for the port, or there is no proxy' },
      { where: 'endpoints', what: 'an endpoint without a proxy is not marked `tlsMode: istio`' },
    ],
    unless:
      'Towards the Kubernetes API it is `dr-wildcard-kube-api`; towards a host outside the mesh `dr-mutual-to-external`.',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false }, noProxy: true, auto: true, mutual: true },
  references: ['https://github.com/istio/istio/issues/36672', 'https://github.com/istio/istio/issues/6180'],
});
