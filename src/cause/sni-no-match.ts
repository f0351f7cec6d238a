import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import type { EdgeFacts } from './context/edge-facts.ts';
import { gatewayBehind } from './context/gateway-behind.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { listed, policyName } from './words.ts';

/** No filter chain is for the server name that was sent. */
export const sniNoMatch = defineCause({
  code: 'sni-no-match',
  title: 'no filter chain is for the server name (SNI) that is sent',
  group: 'Gateways, multicluster, freshness',
  reads: ['client', 'server', 'policies'],
  find: ({ edge, client, server, policies }) => {
    if (edge.decision.kind !== 'tls-no-chain' || server?.receiving.listener === undefined) return undefined;
    const { listener, selection } = server.receiving;
    if (selection?.kind !== 'none' || selection.narrowedBy !== 'server_names') return undefined;
    const sent = client?.sending?.tls?.side.sni ?? edge.question.authority.replace(/:\d+$/u, '');
    const names = [...new Set(listener.filterChains.flatMap(({ match }) => match.serverNames))].toSorted();
    const rule = client && ruleBehind(client, policies);
    const behind = gatewayBehind(policies, edge, sent);
    const byClient = client !== undefined && client.sends !== 'nothing';
    return found(
      {
        sent,
        names: names.slice(0, 3),
        more: Math.max(0, names.length - 3),
        rule: byClient ? rule : undefined,
        gateway: behind && policyName(behind.gateway),
      },
      evidence(
        listener.place,
        listener.filterChains[0] === undefined
          ? '/filter_chains'
          : `${listener.filterChains[0].path}/filter_chain_match`,
      ),
      behind && evidence(behind.gateway.place, `${behind.server.path}/hosts`),
      client?.at,
      rule?.textAt,
    );
  },
  confidence: 'proven',
  because: ({ sent, names, more }, edge) =>
    `${edge.client.name} asks for server name ${sent === '' ? '(none)' : sent}, and ${edge.server.name} has chains for ${listed(names)}${more > 0 ? ` and ${more} more` : ''} only`,
  fix: ({ sent, names, rule, gateway }, edge) => [
    ...(rule === undefined
      ? []
      : [
          {
            text: `Send a name that the gateway serves, ${keepOthers(rule)}:`,
            yaml: amendRule(rule, edge, {
              tls: {
                mode: rule.traffic?.tls?.mode ?? 'SIMPLE',
                sni: names.find((name) => !name.startsWith('*')) ?? sent,
              },
            }),
          },
        ]),
    {
      text: `${rule === undefined ? 'Add' : 'Or add'} ${sent === '' ? 'the host' : sent} to \`hosts\` of ${gateway ?? 'a server of the Gateway resource'}, if it is meant to be served there.`,
    },
    {
      text: 'See what the gateway answers to which name:',
      command: `openssl s_client -connect ${serverAddress(edge)} -servername ${sent === '' ? edge.service.host : sent} </dev/null`,
    },
  ],
  page: {
    see: '`NR filter_chain_not_found` in the gateway’s log, a TLS connection that is closed without an alert at the client.',
    why: 'A gateway chooses the server by the name in the client’s hello. `hosts` of the Gateway become `server_names` of its chains; a name that none of them covers is closed at once. A client without SNI matches only chains without server names.',
    shows: [
      { where: 'client', what: '`sni` of the cluster, or the name the application uses' },
      { where: 'server', what: '`filter_chain_match.server_names` of all chains on the port' },
    ],
    unless:
      'If the name fits and the ALPN does not, it is the mesh’s own gateway for other networks: `eastwest-needs-mtls`.',
  },
  example: {
    sent: 'other.example.com',
    names: ['shop.example.com'],
    more: 0,
    rule: undefined,
    gateway: 'Gateway istio-system/shop',
  },
  references: ['https://github.com/istio/istio/issues/40624'],
});

/** What can be dialled: the address where that was asked for, else the service. */
function serverAddress({ question, service, port }: EdgeFacts): string {
  const isAddress = /^[\d.]+$|:/u.test(question.host);
  return isAddress ? `${question.host}:${question.port}` : `${service.host}:${port}`;
}
