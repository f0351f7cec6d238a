import { evidence } from '../evidence.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { defineCause, found } from './cause.ts';
import { setupOf } from './context/cluster-setup.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { accepts, ruleName } from './words.ts';

/** `portLevelSettings` replaces the whole traffic policy for its port, the `tls` block included. */
export const drPortlevelDropsTls = defineCause({
  code: 'dr-portlevel-drops-tls',
  title: 'port level settings drop the TLS of the rule around them',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies'],
  insteadOf: ['dr-no-tls-block', 'dr-tls-disable'],
  find: ({ edge, client, server, policies }) => {
    if (client?.setup !== 'raw' || client.sends !== 'nothing' || client.autoMtls || server?.hasProxy === false)
      return undefined;
    const rule = ruleBehind(client, policies);
    const { cluster, clusterName } = client;
    if (rule === undefined || cluster === undefined || clusterName === undefined) return undefined;
    if (rule.traffic !== undefined && rule.traffic.portDropsTls === undefined) return undefined;
    const sibling = client.siblings.find((each) => {
      const name = parseClusterName(each.name);
      if (name?.direction !== 'outbound' || name.subset !== clusterName.subset || name.port === clusterName.port)
        return false;
      return each.istio.config === cluster.istio.config && setupOf(each) === 'tls';
    });
    if (sibling === undefined && rule.traffic === undefined) return undefined;
    const shown = sibling && evidence(sibling.place, '/name', 'another port of the same rule, with TLS');
    return found(
      { rule, port: edge.port, mode: server?.mode },
      client.at,
      shown,
      rule.at,
      rule.textAt,
      server?.demandAt,
    );
  },
  confidence: ({ rule }) => (rule.manifest === undefined ? 'consistent' : 'proven'),
  because: ({ rule, port, mode }, edge) =>
    `${ruleName(rule)} has settings for port ${port} without a \`tls\` block; they replace the whole policy for that port, so clients send it plaintext, and ${edge.server.name} ${accepts(mode)}`,
  fix: ({ rule, port }, edge) => [
    {
      text: `Repeat \`tls\` inside the port's settings, ${keepOthers(rule)}:`,
      yaml: amendRule(rule, edge, {
        tls: { mode: 'ISTIO_MUTUAL' },
        portLevelSettings: [{ port: { number: port }, tls: { mode: 'ISTIO_MUTUAL' } }],
      }),
    },
  ],
  page: {
    see: 'One port of a service fails or goes in plaintext; the others are mutual TLS. It began when that port got a load balancer or a connection pool of its own.',
    why: 'An entry in `portLevelSettings` replaces the whole traffic policy for its port; it is not merged with it. An entry that speaks of load balancing alone therefore takes TLS away. Its port number is the one of the Service. With auto mTLS the gap is filled.',
    shows: [
      {
        where: 'client',
        what: 'the cluster of this port has no TLS; clusters of other ports of the same service name the same rule and have TLS',
      },
      {
        where: 'policies',
        what: 'an entry of `portLevelSettings` without `tls`, below a `trafficPolicy` that has one',
      },
    ],
    unless: 'If the entry itself says `DISABLE`, somebody meant it: `dr-tls-disable`.',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false }, port: 80, mode: 'STRICT' },
  references: ['https://github.com/istio/istio/issues/34508', 'istio: pilot/pkg/networking/util, MergeTrafficPolicy'],
});
