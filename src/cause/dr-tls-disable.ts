import { defineCause, found } from './cause.ts';
import type { CauseContext } from './context/context.ts';
import { setupOf } from './context/cluster-setup.ts';
import { endpointMarkMode } from '../policy/tls-settings-for.ts';
import { reachOf, ruleBehind, type RuleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { accepts, ruleName, target } from './words.ts';

/** The winning DestinationRule says DISABLE, so the client sends plaintext to a server that takes mutual TLS. */
export const drTlsDisable = defineCause({
  code: 'dr-tls-disable',
  title: 'a DestinationRule orders plaintext',
  group: 'Client-side rules',
  reads: ['client', 'endpoint', 'server', 'policies'],
  insteadOf: ['tlsmode-label-tampered'],
  find: (context) => {
    const { client, endpoint, server, policies } = context;
    if (client?.sends !== 'nothing' || server?.hasProxy === false) return undefined;
    const rule = ruleBehind(client, policies);
    if (rule === undefined || client.cluster?.istio.alpnOverride === 'false') return undefined;
    const raw = client.setup === 'raw' && (rule.manifest === undefined || rule.traffic?.tls?.mode === 'DISABLE');
    const unmarked =
      client.setup === 'auto' &&
      endpoint?.mark === 'unmarked' &&
      server?.takesMutual === true &&
      takesMarkAway(context, rule);
    if (!raw && !unmarked) return undefined;
    // Without auto mTLS a rule that says nothing is raw as well, but does not take the mark away.
    const bare = endpoint?.mark === 'unmarked' && endpoint.marksInUse && reachOf(client)?.ordersTls !== true;
    const sure = rule.manifest !== undefined || client.autoMtls || bare;
    const facts = { rule, auto: client.autoMtls, sure, mode: server?.mode };
    return found(facts, rule.at, rule.textAt, client.at, unmarked ? endpoint.at : undefined, server?.demandAt);
  },
  confidence: ({ sure, mode }) => {
    // Client and server agree on plaintext: the rule alone is not why.
    if (mode === 'DISABLE') return 'consistent';
    return sure ? 'proven' : 'possible';
  },
  because: ({ rule, mode }, edge) =>
    `${ruleName(rule)} orders plaintext towards ${target(edge)}, and ${edge.server.name} ${accepts(mode)}`,
  fix: ({ rule, auto }, edge) => [
    {
      text: `Order mutual TLS instead, ${keepOthers(rule)}:`,
      yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
    },
    ...(auto && !rule.wildcard
      ? [
          {
            text: 'Or take the block out; auto mTLS then chooses mutual TLS for every endpoint that can do it:',
            command: `kubectl patch destinationrule ${rule.name} -n ${rule.namespace} --type json -p '[{"op":"remove","path":"${rule.traffic?.tls?.path ?? '/spec/trafficPolicy/tls'}"}]'`,
          },
        ]
      : []),
  ],
  page: {
    see: 'Calls fail right after a DestinationRule was applied: 503, flag `UC` at the client, `NR filter_chain_not_found` at the server. Where the server also takes plaintext nothing fails, and nothing is encrypted.',
    why: 'A DestinationRule is for clients: it says what they send. `mode: DISABLE` makes them send plaintext, whatever the server demands. It does nothing on the server, so it cannot make a server accept plaintext.',
    shows: [
      {
        where: 'client',
        what: 'the cluster has no TLS transport socket although other clusters do, and its `metadata` names the rule under `istio.config`',
      },
      { where: 'server', what: 'a filter chain for the port demands a client certificate' },
      { where: 'policies', what: 'the rule has `tls: {mode: DISABLE}`, or `tls: {}`, which means the same' },
    ],
    unless:
      'A rule without any `tls` block leaves the choice to auto mTLS (`dr-no-tls-block` where that is off). When the endpoint has no proxy, plaintext is the only thing that works (`endpoint-no-sidecar`).',
  },
  example: {
    rule: { namespace: 'demo', name: 'web', wildcard: false },
    auto: true,
    sure: true,
    mode: 'STRICT',
  },
  references: ['https://github.com/istio/istio.io/issues/3157', 'https://github.com/istio/istio/issues/31425'],
});

/**
 * istiod does not mark endpoints for mutual TLS where the rule says DISABLE, even on ports whose own settings say
 * nothing and whose cluster therefore looks at marks (Istio ≥ 1.12, `mtls_checker.go`).
 */
function takesMarkAway({ edge, client }: CauseContext, { manifest }: RuleBehind): boolean {
  if (manifest !== undefined)
    return endpointMarkMode(manifest, edge.port, client?.clusterName?.subset ?? '') === 'DISABLE';
  const config = client?.cluster?.istio.config;
  return client?.siblings.some((each) => each.istio.config === config && setupOf(each) === 'raw') === true;
}
