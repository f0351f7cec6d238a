import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { exemptPort } from './fix/fixes.ts';
import { accepts, ruleName, target } from './words.ts';

/** TLS without a client certificate, towards a server that asks for one. */
export const drSimpleToMesh = defineCause({
  code: 'dr-simple-to-mesh',
  title: 'one-way TLS is sent to a server of the mesh, which wants a client certificate',
  group: 'Client-side rules',
  reads: ['client', 'server', 'handshake', 'policies'],
  insteadOf: ['root-ca-mismatch', 'san-mismatch'],
  find: ({ edge, client, server, handshake, policies }) => {
    if (edge.outcome === 'mtls' || client?.sends !== 'one-way' || server?.proxy === undefined || server.gateway)
      return undefined;
    const rule = ruleBehind(client, policies);
    const refused = handshake?.kind === 'fails' && handshake.by === 'client';
    return found(
      { rule, mode: server.mode, refused },
      rule?.at,
      client.at,
      rule?.textAt,
      server.demandAt ?? server.plaintextAt,
    );
  },
  confidence: 'proven',
  because: ({ rule, mode, refused }, edge) =>
    `${rule === undefined ? "the client's cluster" : ruleName(rule)} sends TLS without a client certificate to ${target(edge)}, and ${edge.server.name} ${accepts(mode)}${mode === 'PERMISSIVE' ? ': TLS that is not the mesh’s own is handed to the application, which cannot read it' : ''}${refused ? ' (it does not come to that: the client does not accept the mesh’s certificate either)' : ''}`,
  fix: ({ rule }, edge) => [
    {
      text: `Order the mesh's mutual TLS${rule === undefined ? '' : `, ${keepOthers(rule)}`}:`,
      yaml: amendRule(rule ?? { name: edge.service.name, namespace: edge.service.namespace, wildcard: true }, edge, {
        tls: { mode: 'ISTIO_MUTUAL' },
      }),
    },
    exemptPort(
      edge,
      "If the application itself answers TLS on this port, let the server's proxy leave the port alone (and keep the rule):",
      'DISABLE',
    ),
  ],
  page: {
    see: '503 with flag `UF` at the client; at the server `PEER_DID_NOT_RETURN_A_CERTIFICATE`, or no filter chain at all. With TLS 1.3 the client sees only `UC` and no reason.',
    why: '`SIMPLE` is TLS as a browser speaks it: the server proves who it is, the client does not. A sidecar that demands mutual TLS refuses that. One that also takes plaintext recognises the mesh by its ALPN (`istio`), and hands any other TLS on to the application.',
    shows: [
      {
        where: 'client',
        what: 'the cluster has TLS without certificates of its own, and `alpn_override: "false"` in its `metadata`',
      },
      { where: 'server', what: 'the chains for the port want `istio` ALPN and a client certificate' },
    ],
    unless: 'If the application already speaks TLS, there are two layers of it: `double-tls`.',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false }, mode: 'STRICT', refused: false },
  references: ['https://github.com/istio/istio/issues/29107', 'https://github.com/istio/istio/issues/27208'],
});
