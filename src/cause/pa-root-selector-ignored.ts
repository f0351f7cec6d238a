import { evidence } from '../evidence.ts';
import { selects } from '../policy/selector.ts';
import { defineCause, found } from './cause.ts';
import { modeFor, modeOf, wouldMatter } from './context/policy-that-would.ts';
import { peerPolicy } from './fix/resources.ts';
import { policyName } from './words.ts';

/** In the root namespace a selector makes a PeerAuthentication void. */
export const paRootSelectorIgnored = defineCause({
  code: 'pa-root-selector-ignored',
  title: 'a PeerAuthentication with a selector in the root namespace does not count',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { edge, policies, server } = context;
    const labels = policies?.server?.labels;
    const passed = policies?.peersPassedOver.find(
      ({ reason, policy }) =>
        reason === 'selector-in-root-namespace' && labels !== undefined && selects(policy.selector ?? {}, labels),
    );
    const mode = passed && wouldMatter(context, modeFor(passed.policy, edge.targetPort));
    if (passed === undefined || mode === undefined) return undefined;
    const { policy } = passed;
    return found(
      { policy: { namespace: policy.namespace, name: policy.name }, mode },
      evidence(policy.place, '/spec/selector'),
      modeOf(policy, edge.targetPort),
      server?.demandAt ?? server?.plaintextAt,
    );
  },
  confidence: 'proven',
  because: ({ policy, mode }, edge) =>
    `${policyName(policy)} asks for ${mode} and its labels fit ${edge.server.name}, but it stands in the root namespace, where a policy with a selector is ignored`,
  fix: ({ policy, mode }, edge) => [
    {
      text: "Move it to the workload's namespace:",
      yaml: peerPolicy(edge, 'workload', mode),
      command: `kubectl delete peerauthentication ${policy.name} -n ${policy.namespace}`,
    },
  ],
  page: {
    see: 'A policy in `istio-system` that selects one workload does nothing, not even for pods of `istio-system`.',
    why: 'Policies in the root namespace are for the whole mesh. istiod drops those that carry a selector, without a word to whoever applied them.',
    shows: [
      { where: 'server', what: 'the mode of the namespace or the mesh' },
      { where: 'policies', what: 'a PeerAuthentication in the root namespace with `selector`' },
    ],
    unless:
      'In any other namespace a selector counts for the pods of that namespace: `pa-wrong-namespace`, `pa-selector-mismatch`.',
  },
  example: { policy: { namespace: 'istio-system', name: 'web' }, mode: 'STRICT' },
  references: [
    'istio: pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication',
    'https://github.com/istio/istio/issues/61023',
    'https://github.com/istio/api/issues/3031',
  ],
});
