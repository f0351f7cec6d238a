import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { hasPlainNeighbours } from './context/neighbours.ts';
import { acceptBoth, orderMutualTls } from './fix/fixes.ts';
import { policyName, target } from './words.ts';

/** Clients learn the namespace's mode only: a narrower STRICT changes the server and nobody else. */
export const paWorkloadStrictUnderNsDisable = defineCause({
  code: 'pa-workload-strict-under-ns-disable',
  title: 'a workload is STRICT in a namespace where mutual TLS is disabled',
  group: 'Server-side policy',
  reads: ['client', 'server', 'others', 'policies'],
  find: ({ edge, client, server, others, policies }) => {
    if (
      edge.outcome !== 'fails' ||
      client?.setup !== 'raw' ||
      client.sends !== 'nothing' ||
      client.clusterName === undefined
    )
      return undefined;
    const { cluster } = client;
    if (client.rule !== undefined || cluster?.type === 'ORIGINAL_DST' || cluster?.istio.external === true)
      return undefined;
    if (server?.takesMutual !== true || server.takesPlaintext || server.gateway) return undefined;
    // Up to Istio 1.4 plaintext is what servers take without any policy.
    if (edge.era === 'legacy') return undefined;
    const inferred = policies?.serviceMode;
    const ordered = inferred?.mode === 'DISABLE' && policies?.peerMode === 'STRICT' && policies.settings.enableAutoMtls;
    // Without their text, policies show in what neighbours take.
    const neighbourOff = hasPlainNeighbours(others, edge.server.namespace);
    if (policies === undefined ? !client.autoMtls && !neighbourOff : !ordered) return undefined;
    const wide = ordered ? inferred.decidedBy : undefined;
    const narrow = ordered ? (policies.peer?.portsDecidedBy ?? policies.peer?.decidedBy) : undefined;
    const facts = { ordered, neighbourOff, wide: wide && { namespace: wide.namespace, name: wide.name } };
    return found(
      facts,
      client.at,
      server.demandAt,
      wide && evidence(wide.place, '/spec/mtls'),
      narrow && evidence(narrow.place, '/spec'),
    );
  },
  confidence: ({ ordered, neighbourOff }) => (ordered ? 'proven' : neighbourOff ? 'consistent' : 'possible'),
  because: ({ wide }, edge) =>
    `clients of ${target(edge)} go by the mode of its namespace, ${wide === undefined ? 'where mutual TLS is disabled' : `which ${policyName(wide)} disables`}, and send plaintext; a narrower policy makes ${edge.server.name} accept only mutual TLS`,
  fix: (_facts, edge) => [
    { ...acceptBoth(edge, 'Let the namespace take both; clients then choose by endpoint:', 'namespace') },
    orderMutualTls(edge, 'Or tell the clients of this one service:'),
  ],
  page: {
    see: '503 for everybody inside the mesh, towards one workload of a namespace that is otherwise plaintext.',
    why: 'istiod builds a client’s cluster for a service from the policies of the namespace and the mesh. If these say DISABLE, the cluster is plain, and a STRICT for one workload never turns mutual TLS on again.',
    shows: [
      {
        where: 'client',
        what: 'the cluster has no TLS and names no rule, while clusters of other namespaces choose by `tlsMode`',
      },
      { where: 'server', what: 'all chains for the port demand a client certificate' },
      { where: 'policies', what: 'DISABLE for the namespace or the mesh, STRICT for the workload' },
    ],
    unless: 'If the namespace is not DISABLE (any more), the client has an old configuration: `stale-proxy`.',
  },
  example: { ordered: true, neighbourOff: true, wide: { namespace: 'demo', name: 'default' } },
  references: ['istio: pilot/pkg/model/push_context.go, BestEffortInferServiceMTLSMode'],
});
