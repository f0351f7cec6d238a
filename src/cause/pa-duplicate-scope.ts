import { defineCause, found } from './cause.ts';
import { modeFor, modeOf, wouldMatter } from './context/policy-that-would.ts';
import { policyName } from './words.ts';

/** Two policies for the same scope: the oldest counts. */
export const paDuplicateScope = defineCause({
  code: 'pa-duplicate-scope',
  title: 'two PeerAuthentications for the same scope, of which the older one counts',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { edge, policies, server } = context;
    for (const passed of policies?.peersPassedOver ?? []) {
      if (passed.reason !== 'younger') continue;
      const mode = wouldMatter(context, modeFor(passed.policy, edge.targetPort));
      if (mode === undefined) continue;
      const { policy, than } = passed;
      const facts = {
        younger: { namespace: policy.namespace, name: policy.name },
        older: { namespace: than.namespace, name: than.name },
        mode,
      };
      return found(
        facts,
        modeOf(than, edge.targetPort),
        modeOf(policy, edge.targetPort),
        server?.demandAt ?? server?.plaintextAt,
      );
    }
    return undefined;
  },
  confidence: 'proven',
  because: ({ younger, older, mode }, edge) =>
    `${policyName(younger)} asks for ${mode}, but ${policyName(older)} is older and has the same scope, so only that one counts for ${edge.server.name}`,
  fix: ({ younger, older }) => [
    {
      text: 'Keep one of the two. To let the younger one count:',
      command: `kubectl delete peerauthentication ${older.name} -n ${older.namespace}`,
    },
    {
      text: 'To keep things as they are:',
      command: `kubectl delete peerauthentication ${younger.name} -n ${younger.namespace}`,
    },
  ],
  page: {
    see: 'A new policy is applied and nothing changes, until somebody deletes an old one.',
    why: 'For each scope (mesh, namespace, one workload) one PeerAuthentication counts: the oldest by `creationTimestamp`. The others are ignored as a whole; only the log of istiod says so.',
    shows: [
      { where: 'server', what: 'the mode of the older policy' },
      {
        where: 'policies',
        what: 'two of them in one namespace, both without a selector or both selecting the same pod',
      },
    ],
    unless: 'A narrower policy (workload before namespace before mesh) wins whatever its age; that is no conflict.',
  },
  example: {
    younger: { namespace: 'demo', name: 'web-plaintext' },
    older: { namespace: 'demo', name: 'web-strict' },
    mode: 'DISABLE',
  },
  references: ['istio: pilot/pkg/model/authentication.go'],
});
