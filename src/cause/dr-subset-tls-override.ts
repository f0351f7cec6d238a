import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { setupOf } from './context/cluster-setup.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { amendRule } from './fix/amend-rule.ts';
import { accepts, ruleName } from './words.ts';

/** One subset of a service has TLS settings of its own, and the route leads there. */
export const drSubsetTlsOverride = defineCause({
  code: 'dr-subset-tls-override',
  title: 'a subset has TLS settings of its own',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies'],
  insteadOf: ['dr-tls-disable', 'dr-no-tls-block', 'dr-simple-to-mesh', 'dr-mutual-to-plaintext'],
  find: ({ edge, client, server, policies }) => {
    if (
      edge.outcome === 'mtls' ||
      client?.cluster === undefined ||
      client.clusterName === undefined ||
      client.clusterName.subset === ''
    )
      return undefined;
    const { subset, port } = client.clusterName;
    const base = client.siblings.find((cluster) => {
      const name = parseClusterName(cluster.name);
      return name?.direction === 'outbound' && name.subset === '' && name.port === port;
    });
    const rule = ruleBehind(client, policies);
    if (base === undefined || rule === undefined || client.setup === undefined || server?.hasProxy === false)
      return undefined;
    const whole = setupOf(base);
    // The same kind for both is no override, unless the rule's text says so.
    const saysSo = rule.traffic?.tls?.path.startsWith('/spec/subsets/') === true;
    if (whole === client.setup && !saysSo) return undefined;
    const facts = { rule, subset, subsetSends: words[client.setup], serviceSends: words[whole], mode: server?.mode };
    return found(
      facts,
      client.at,
      evidence(base.place, '/name', 'the service as a whole'),
      rule.textAt,
      server?.demandAt,
    );
  },
  // Where the server takes only plaintext anyway, what the client sends is not what decides.
  confidence: ({ mode }) => (mode === 'DISABLE' ? 'consistent' : 'proven'),
  because: ({ rule, subset, subsetSends, serviceSends, mode }, edge) =>
    `subset ${subset} of ${ruleName(rule)} has TLS settings of its own: clients send it ${subsetSends}, and the rest of ${edge.service.host} ${serviceSends}; ${edge.server.name} ${accepts(mode)}`,
  fix: ({ rule, subset }, edge) => [
    rule.manifest === undefined
      ? {
          text: `Take \`trafficPolicy.tls\` out of subset ${subset}, so that the rule's own setting counts for it too:`,
          command: `kubectl edit destinationrule ${rule.name} -n ${rule.namespace}`,
        }
      : {
          text: `One setting for the whole service, and none in the subsets:`,
          yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
        },
  ],
  page: {
    see: 'Only some requests fail or go in plaintext: those that a VirtualService sends to one subset.',
    why: "A subset's `trafficPolicy` goes over the rule's. A `tls` block in it replaces the service's, for requests that a route sends to this subset and for no others.",
    shows: [
      {
        where: 'client',
        what: '`outbound|PORT|SUBSET|HOST` and `outbound|PORT||HOST` differ in their transport socket',
      },
      { where: 'policies', what: 'a `tls` block below `subsets`' },
    ],
    unless: 'If both clusters are alike, the rule as a whole is the reason (`dr-tls-disable`, `dr-no-tls-block`).',
  },
  example: {
    rule: { namespace: 'demo', name: 'web', wildcard: false },
    subset: 'v2',
    subsetSends: 'plaintext',
    serviceSends: 'TLS',
    mode: 'STRICT',
  },
  references: ['https://github.com/istio/istio/issues/7666'],
});

const words = { auto: 'mutual TLS where the endpoint can do it', tls: 'TLS', raw: 'plaintext' } as const;
