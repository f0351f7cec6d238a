import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { acceptBoth, demandMutualTls, orderPlaintextOnPort } from './fix/fixes.ts';
import { ruleName, target } from './words.ts';

/** Clients were told to send mutual TLS to a server that was not told to take it. */
export const legacyDrWithoutPolicy = defineCause({
  code: 'legacy-dr-without-policy',
  title: 'a DestinationRule orders mutual TLS and no policy tells the server',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  insteadOf: ['dr-mutual-to-plaintext'],
  find: ({ edge, client, server, policies }) => {
    if (edge.outcome !== 'fails' || client?.sends !== 'istio-mutual' || client.setup !== 'tls' || client.autoMtls)
      return undefined;
    if (server?.proxy === undefined || server.gateway || server.mode !== 'DISABLE') return undefined;
    const rule = ruleBehind(client, policies);
    return found({ rule }, rule?.at, client.at, rule?.textAt, server.plaintextAt);
  },
  confidence: 'proven',
  because: ({ rule }, edge) =>
    `${rule === undefined ? 'the mesh' : ruleName(rule)} orders mutual TLS towards ${target(edge)}, and ${edge.server.name} takes only plaintext there: client and server were not switched together`,
  fix: (_facts, edge) => [
    acceptBoth(edge, 'Let the server take mutual TLS as well:'),
    demandMutualTls(edge, 'Then, once every client sends it, demand it:', 'workload'),
    orderPlaintextOnPort(edge, 'Or, if this port is meant to be plaintext, tell the clients too:'),
  ],
  page: {
    see: '`CONFLICT` in the old `tls-check`, server HTTP, client mTLS. Calls get 503 with `WRONG_VERSION_NUMBER`.',
    why: 'Before auto mTLS both sides are switched by hand: a DestinationRule for the clients, a Policy for the server. Here only the first was done, or the server (or one port of it) was exempted later and the rule was not.',
    shows: [
      { where: 'client', what: 'the cluster has TLS of its own' },
      { where: 'server', what: 'only plaintext chains for the port; in old versions `istio_authn` without `peers`' },
    ],
    unless: 'With auto mTLS on, the rule forces what would have been decided right: `dr-mutual-to-plaintext`.',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false } },
  references: ['https://github.com/istio/istio/issues/6180'],
});
