import { evidence } from '../evidence.ts';
import { hasSelector } from '../policy/peer-authentication.ts';
import { selects } from '../policy/selector.ts';
import { defineCause, found } from './cause.ts';
import { modeFor, modeOf, wouldMatter } from './context/policy-that-would.ts';
import { selectsAnybody } from './context/policy-view.ts';
import { orDefault, peerPolicy } from './fix/resources.ts';
import { policyName } from './words.ts';

/** The policy that was meant stands in a namespace that is neither the workload's nor the root. */
export const paWrongNamespace = defineCause({
  code: 'pa-wrong-namespace',
  title: 'the PeerAuthentication stands in another namespace',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { edge, policies, server } = context;
    const labels = policies?.server?.labels;
    const meant = policies?.peersPassedOver.find(({ reason, policy }) => {
      if (reason !== 'other-namespace' || labels === undefined) return false;
      // Its labels fit here and nobody at home; or it was meant for the mesh, whose root is elsewhere.
      if (hasSelector(policy))
        return (
          selects(policy.selector ?? {}, labels) && !selectsAnybody(policies, policy.namespace, policy.selector ?? {})
        );
      return policy.namespace === 'istio-system' && edge.rootNamespace !== 'istio-system';
    });
    const mode = meant && wouldMatter(context, modeFor(meant.policy, edge.targetPort));
    if (meant === undefined || mode === undefined) return undefined;
    const { policy } = meant;
    const facts = {
      policy: { namespace: policy.namespace, name: policy.name },
      mode,
      selecting: hasSelector(policy),
      root: edge.rootNamespace,
    };
    return found(
      facts,
      evidence(policy.place, '/metadata/namespace'),
      modeOf(policy, edge.targetPort),
      server?.demandAt ?? server?.plaintextAt,
    );
  },
  confidence: 'consistent',
  because: ({ policy, mode, selecting, root }, edge) =>
    selecting
      ? `${policyName(policy)} asks for ${mode} with labels that fit ${edge.server.name}, but it counts only in namespace ${policy.namespace}, and ${edge.server.name} is in ${orDefault(edge.server.namespace)}`
      : `${policyName(policy)} asks for ${mode} in ${policy.namespace}, and the root namespace of this mesh is ${root}`,
  fix: ({ policy, mode, selecting }, edge) => [
    {
      text: 'Name the namespace in the policy itself:',
      yaml: peerPolicy(edge, selecting ? 'workload' : 'mesh', mode),
      command: `kubectl delete peerauthentication ${policy.name} -n ${policy.namespace}`,
    },
  ],
  page: {
    see: '"STRICT is applied", and the server still takes plaintext.',
    why: 'A PeerAuthentication counts in its own namespace, or in the whole mesh if it stands in the root namespace. Without `metadata.namespace` it lands wherever kubectl happens to point. The root namespace is `istio-system` only unless `rootNamespace` says otherwise.',
    shows: [
      { where: 'server', what: 'a mode that nobody seems to have asked for' },
      { where: 'policies', what: 'the policy that was meant, in a namespace where it selects nobody' },
    ],
    unless: 'In the right namespace with the wrong labels it is `pa-selector-mismatch`.',
  },
  example: { policy: { namespace: 'default', name: 'web' }, mode: 'STRICT', selecting: true, root: 'istio-system' },
  references: ['https://github.com/kiali/kiali/issues/4450', 'Kiali KIA0205', 'Kiali KIA0206'],
});
