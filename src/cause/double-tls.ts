import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { orderPlaintextOnPort } from './fix/fixes.ts';
import { ruleName, target } from './words.ts';

/** TLS is put around what is TLS already, and the server's application gets the inner one. */
export const doubleTls = defineCause({
  code: 'double-tls',
  title: 'TLS is originated on a connection that is TLS already',
  group: 'Protocol',
  reads: ['client', 'server', 'policies'],
  insteadOf: ['dr-simple-to-mesh', 'tls-without-istio-alpn'],
  find: ({ edge, client, server, policies }) => {
    const { decision } = edge;
    if (edge.outcome !== 'fails' || edge.question.speaks !== 'tls' || client === undefined) return undefined;
    if (client.sends !== 'one-way' && client.sends !== 'own-mutual' && client.sends !== 'istio-mutual')
      return undefined;
    // A mutual TLS that both proxies agree on takes the outer layer off again: nothing wrong with that.
    if (decision.kind !== 'tls-at-application' && decision.kind !== 'tls-at-plaintext-chain') return undefined;
    if (client.sends === 'istio-mutual' && client.proxy.node.kind !== 'router') return undefined;
    const rule = ruleBehind(client, policies);
    return found(
      { rule, gateway: client.proxy.node.kind === 'router' },
      client.at,
      rule?.at,
      rule?.textAt,
      server?.plaintextAt,
    );
  },
  confidence: 'proven',
  because: ({ rule, gateway }, edge) =>
    `${gateway ? 'the gateway hands on TLS as it comes' : 'the application speaks TLS itself'} towards ${target(edge)}, and ${rule === undefined ? 'the cluster' : ruleName(rule)} puts a second TLS around it, which nobody takes off before the application`,
  fix: ({ rule }, edge) => [
    rule === undefined
      ? orderPlaintextOnPort(edge, 'Let the proxy leave this port alone:')
      : {
          text: `Let the proxy leave this port alone, ${keepOthers(rule)}:`,
          yaml: amendRule(rule, edge, {
            portLevelSettings: [{ port: { number: edge.port }, tls: { mode: 'DISABLE' } }],
          }),
        },
  ],
  page: {
    see: 'The server’s application logs garbage, or a TLS error, where it expects a request; the client’s TLS fails with `wrong version number`.',
    why: 'The application (or the client behind a PASSTHROUGH gateway) speaks TLS with the server’s application. A DestinationRule with `SIMPLE` or `MUTUAL` makes the proxy wrap this in TLS again. The server’s application takes one layer off and finds another.',
    shows: [
      { where: 'client', what: 'a TCP or TLS listener, and a cluster with TLS of its own' },
      { where: 'server', what: 'the chain for the port hands TLS on untouched' },
    ],
    unless:
      'The mesh’s mutual TLS around the application’s own is fine where the server’s proxy takes it off. If it does not, the server takes only plaintext: `dr-mutual-to-plaintext`.',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false }, gateway: false },
  references: ['https://github.com/istio/istio/issues/51799', 'https://github.com/istio/istio/issues/13422'],
});
