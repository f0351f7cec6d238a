import { defineCause, found } from './cause.ts';
import { peerBehind } from './context/peer-behind.ts';
import { demandMutualTls } from './fix/fixes.ts';
import { policyName } from './words.ts';

/** The server takes both, so that nothing fails and nobody notices the plaintext. */
export const paPermissiveHalf = defineCause({
  code: 'pa-permissive-half',
  title: 'the server takes plaintext as well, and that is what it gets',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  general: true,
  find: ({ edge, client, server, policies }) => {
    const plain = edge.outcome === 'plaintext' || edge.outcome === 'app-tls';
    if (!plain || server?.proxy === undefined || server.gateway || !server.takesMutual || !server.takesPlaintext)
      return undefined;
    const behind = peerBehind(policies, edge, 'PERMISSIVE');
    const narrow = ['port', 'workload', 'service'].includes(behind?.scope ?? '');
    const facts = { proxied: client !== undefined, policy: behind?.policy, narrow };
    return found(facts, server.demandAt, server.plaintextAt, behind?.at, client?.at);
  },
  confidence: 'proven',
  because: ({ proxied, policy }, edge) =>
    `${edge.server.name} would take mutual TLS on port ${edge.targetPort} but does not insist on it${policy === undefined ? '' : ` (${policyName(policy)} says PERMISSIVE)`}, and ${edge.client.name} ${proxied ? 'does not send it' : 'has no proxy that could'}`,
  fix: ({ proxied, narrow }, edge) => [
    {
      text: proxied
        ? 'Mend the client first (see the other causes of this edge), so that it sends mutual TLS.'
        : 'Bring the client into the mesh first, or accept that this caller stays outside.',
    },
    demandMutualTls(
      edge,
      'Then demand it, or the next client will be plaintext again:',
      narrow ? 'workload' : 'namespace',
    ),
  ],
  page: {
    see: 'Everything works. Requests arrive without `X-Forwarded-Client-Cert`, metrics say `connection_security_policy="none"`, the lock is missing in the graph.',
    why: 'PERMISSIVE is Istio’s default and the way to migrate: the same port has a chain for mutual TLS and one for plaintext. Nobody enforces anything, so a client that sends plaintext is never told.',
    shows: [
      {
        where: 'server',
        what: 'for one port a chain that demands a client certificate, matched by ALPN `istio`, and beside it a `raw_buffer` chain',
      },
      { where: 'client', what: 'no TLS in the cluster, or an endpoint that is not marked `tlsMode: istio`' },
    ],
    unless: 'A server that has no chain for TLS at all is `pa-disable`: there plaintext is all it takes.',
  },
  example: { proxied: true, policy: undefined, narrow: false },
  references: ['https://github.com/istio/istio/issues/27770'],
});
