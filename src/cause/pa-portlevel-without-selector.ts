import { defineCause, found } from './cause.ts';
import { modeFor, modeOf, wouldMatter } from './context/policy-that-would.ts';
import { peerScope } from '../policy/effective-peer-authentication.ts';
import { peerPolicy } from './fix/resources.ts';
import { policyName } from './words.ts';

/** Ports in a policy for a whole namespace or mesh do not count. */
export const paPortlevelWithoutSelector = defineCause({
  code: 'pa-portlevel-without-selector',
  title: 'portLevelMtls without a selector does not count',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { edge, policies, server } = context;
    if (policies?.server === undefined) return undefined;
    const { namespace } = policies.server;
    const policy = policies.peersNear.find((each) => {
      const scope = peerScope(each, edge.rootNamespace);
      const reaches = scope === 'mesh' || (scope === 'namespace' && each.namespace === namespace);
      return reaches && each.ports.some(({ port }) => port === edge.targetPort || port === edge.port);
    });
    if (policy === undefined) return undefined;
    const port = policy.ports.some((each) => each.port === edge.targetPort) ? edge.targetPort : edge.port;
    const mode = wouldMatter(context, modeFor(policy, port));
    if (mode === undefined) return undefined;
    return found(
      { policy: { namespace: policy.namespace, name: policy.name }, mode },
      modeOf(policy, port),
      server?.demandAt ?? server?.plaintextAt,
    );
  },
  confidence: 'proven',
  because: ({ policy, mode }, edge) =>
    `${policyName(policy)} sets ${mode} for a port, but it selects no workload, and ports count only together with a selector; port ${edge.targetPort} of ${edge.server.name} keeps the mode of the whole`,
  fix: ({ mode }, edge) => [
    {
      text: 'Write a policy for the workload:',
      yaml: peerPolicy(edge, 'workload', mode === 'STRICT' ? 'PERMISSIVE' : 'STRICT', mode),
    },
  ],
  page: {
    see: 'A port named in a namespace-wide or mesh-wide PeerAuthentication behaves as if it were not there; newer versions refuse such a policy when it is applied.',
    why: 'A port belongs to a workload. istiod reads `portLevelMtls` only from policies that select one.',
    shows: [
      { where: 'server', what: 'every port has the same mode' },
      { where: 'policies', what: '`portLevelMtls` and no `selector`' },
    ],
    unless: 'With a selector and no effect, the number may be the Service’s: `pa-port-is-container-port`.',
  },
  example: { policy: { namespace: 'demo', name: 'default' }, mode: 'PERMISSIVE' },
  references: [
    'https://github.com/istio/istio/issues/27994',
    'https://github.com/istio/istio/issues/35871',
    'https://github.com/istio/api/issues/1928',
  ],
});
