import { defineCause, found } from './cause.ts';
import { peerBehind } from './context/peer-behind.ts';
import { acceptBoth, demandMutualTls } from './fix/fixes.ts';
import { policyName } from './words.ts';

/** The server's proxy takes plaintext only. */
export const paDisable = defineCause({
  code: 'pa-disable',
  title: "the server's proxy takes only plaintext",
  group: 'Server-side policy',
  reads: ['server', 'policies'],
  find: ({ edge, server, policies }) => {
    if (edge.outcome === 'mtls' || edge.outcome === 'undecided' || edge.decision.kind === 'stopped') return undefined;
    if (server?.proxy === undefined || server.gateway || server.mode !== 'DISABLE') return undefined;
    const behind = peerBehind(policies, edge, 'DISABLE');
    const facts = { policy: behind?.policy, scope: behind?.scope, legacy: edge.era === 'legacy' };
    return found(facts, server.plaintextAt, behind?.at);
  },
  confidence: 'proven',
  because: ({ policy, scope, legacy }, edge) => {
    const who =
      policy === undefined
        ? legacy
          ? 'no Policy asks it for more'
          : 'a policy says DISABLE'
        : `${policyName(policy)} ${legacy ? 'asks for no mutual TLS' : 'says DISABLE'}${scope === 'port' ? ' for this port' : ''}`;
    return `${edge.server.name} takes only plaintext on port ${edge.targetPort}: ${who}`;
  },
  fix: ({ scope }, edge) => [
    scope !== 'mesh' && scope !== 'namespace'
      ? acceptBoth(edge, 'Let it take both; clients with auto mTLS then change over by themselves:')
      : {
          text: 'Let it take both; clients with auto mTLS then change over by themselves:',
          yaml:
            demandMutualTls(edge, '', scope === 'mesh' ? 'mesh' : 'namespace').yaml?.replace('STRICT', 'PERMISSIVE') ??
            '',
        },
    demandMutualTls(edge, 'When all clients have changed over, demand it:', 'workload'),
  ],
  page: {
    see: 'No encryption, and no error. Clients that insist on mutual TLS fail with `WRONG_VERSION_NUMBER`.',
    why: 'DISABLE means plaintext only, not "both": both is PERMISSIVE. istiod also stops marking the endpoints for mutual TLS, so clients with auto mTLS send plaintext and nothing breaks. (In Istio up to 1.4 a server without any Policy takes plaintext only.)',
    shows: [
      { where: 'server', what: 'the chains for the port have no transport socket' },
      {
        where: 'client',
        what: 'the cluster has no TLS (policy for the namespace or the mesh), or the endpoint is not marked (policy for the workload or the port)',
      },
      {
        where: 'policies',
        what: 'a PeerAuthentication with `mode: DISABLE`, at the mesh, the namespace, the workload or the port',
      },
    ],
    unless: 'If there is a TLS chain beside it, it is `pa-permissive-half`.',
  },
  example: { policy: { kind: 'PeerAuthentication', namespace: 'demo', name: 'web' }, scope: 'workload', legacy: false },
  references: ['istio: pilot/pkg/security/authn, DISABLE in ComposePeerAuthentication'],
});
