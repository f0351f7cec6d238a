import { evidence } from '../evidence.ts';
import type { DestinationRule } from '../policy/destination-rule.ts';
import { defineCause, found } from './cause.ts';
import { peerBehind } from './context/peer-behind.ts';
import { hasPlainNeighbours, isMeshWide } from './context/neighbours.ts';
import { acceptBoth, enableAutoMtls, orderMutualTls } from './fix/fixes.ts';
import { asSays, ruleName, target } from './words.ts';

/** The server was told to demand mutual TLS, and its clients were not told to send it. */
export const legacyPolicyWithoutDr = defineCause({
  code: 'legacy-policy-without-dr',
  title: 'the server was switched to STRICT and no DestinationRule tells the clients',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies', 'others'],
  find: ({ edge, client, server, policies, others }) => {
    if (
      edge.outcome !== 'fails' ||
      client?.setup !== 'raw' ||
      client.sends !== 'nothing' ||
      client.clusterName === undefined
    )
      return undefined;
    if (
      client.rule !== undefined ||
      client.autoMtls ||
      server?.takesMutual !== true ||
      server.takesPlaintext ||
      server.gateway
    )
      return undefined;
    const told = client.clusters.ordersTls();
    // All servers insist and no client knows how: that is the mesh's own setting, not one service's.
    const meshWide = !told && isMeshWide(others, edge.server.namespace, server.mode);
    const disabled = edge.era !== 'legacy' && hasPlainNeighbours(others, edge.server.namespace);
    const behind = peerBehind(policies, edge, 'STRICT');
    const [rule] = edge.rulesForOthers;
    const facts = { sure: !meshWide && !disabled, told, forOthers: rule && whom(rule), policy: behind?.policy };
    return found(facts, rule && evidence(rule.place, '/spec/workloadSelector'), behind?.at, client.at, server.demandAt);
  },
  confidence: ({ sure }) => (sure ? 'proven' : 'consistent'),
  because: ({ told, forOthers, policy }, edge) =>
    forOthers === undefined
      ? `${edge.server.name} accepts only mutual TLS${asSays(policy)}, and nothing tells its clients: there is no DestinationRule for ${target(edge)}${told ? ', as there is for other services' : ''}, and without auto mTLS that means plaintext`
      : `${edge.server.name} accepts only mutual TLS${asSays(policy)}, and nothing tells ${edge.client.name} to send it: ${ruleName(forOthers)} is for other clients (${forOthers.selects}), and since it stands in the namespace of ${edge.client.name}, no other namespace is asked about ${target(edge)}; without auto mTLS that means plaintext`,
  fix: (_facts, edge) => [
    orderMutualTls(edge, 'Tell the clients (before the server demands it, next time):'),
    enableAutoMtls(edge),
    acceptBoth(edge, 'Until then, let the server take both:'),
  ],
  page: {
    see: 'Callers inside the mesh get 503, callers outside exit code 56, from the minute a policy turned the server to STRICT.',
    why: 'A Policy or PeerAuthentication is for the server. Without auto mTLS (Istio up to 1.4, or `enableAutoMtls: false`) clients send plaintext until a DestinationRule tells them otherwise. Both are needed, and the rule should come first.',
    shows: [
      {
        where: 'client',
        what: 'the cluster has no TLS and no rule in its `metadata`; no cluster chooses by `tlsMode`',
      },
      { where: 'server', what: 'only TLS chains that demand a client certificate' },
    ],
    unless:
      'If the whole mesh is STRICT and no client knows how, the switch itself is the matter: `automtls-disabled`. A rule that is there and says nothing is `dr-no-tls-block`.',
  },
  example: {
    sure: true,
    told: true,
    forOthers: undefined,
    policy: { kind: 'PeerAuthentication', namespace: 'demo', name: 'web' },
  },
  references: ['https://istio.io/v1.4/docs/tasks/security/authentication/authn-policy/'],
});

function whom({ namespace, name, workloadSelector }: DestinationRule): {
  readonly namespace: string;
  readonly name: string;
  /** `app=web`. */
  readonly selects: string;
} {
  const labels = Object.entries(workloadSelector ?? {}).map(([label, value]) => `${label}=${value}`);
  return { namespace, name, selects: labels.toSorted().join(', ') };
}
