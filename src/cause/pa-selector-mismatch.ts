import { evidence } from '../evidence.ts';
import { describeSelector } from '../policy/selector.ts';
import { defineCause, found } from './cause.ts';
import { modeFor, modeOf, wouldMatter } from './context/policy-that-would.ts';
import { selectsAnybody } from './context/policy-view.ts';
import { orDefault, peerPolicy, selectorOf } from './fix/resources.ts';
import { nearest } from '../edge/nearest.ts';
import type { PeerAuthentication } from '../policy/peer-authentication.ts';
import type { EdgeFacts } from './context/edge-facts.ts';
import { policyName } from './words.ts';

/** A policy whose labels no pod has. */
export const paSelectorMismatch = defineCause({
  code: 'pa-selector-mismatch',
  title: 'the selector of a PeerAuthentication matches nobody',
  group: 'Server-side policy',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { edge, policies, server } = context;
    const passed = policies?.peersPassedOver.find(
      ({ reason, policy }) =>
        reason === 'selector-does-not-match' &&
        !selectsAnybody(policies, policy.namespace, policy.selector ?? {}) &&
        isMeantFor(policy, edge),
    );
    const mode = passed && wouldMatter(context, modeFor(passed.policy, edge.targetPort));
    if (passed === undefined || mode === undefined) return undefined;
    const { policy } = passed;
    const facts = {
      policy: { namespace: policy.namespace, name: policy.name },
      mode,
      selector: describeSelector(policy.selector ?? {}),
    };
    return found(
      facts,
      evidence(policy.place, '/spec/selector'),
      modeOf(policy, edge.targetPort),
      server?.demandAt ?? server?.plaintextAt,
    );
  },
  confidence: 'proven',
  because: ({ policy, mode, selector }, edge) =>
    `${policyName(policy)} asks for ${mode}, but no workload that was seen has ${selector}; ${edge.server.name} has ${describeSelector(selectorOf(edge.server, edge))}`,
  fix: ({ policy, mode }, edge) => [
    {
      text: "Write the labels that the server's pods have:",
      yaml: peerPolicy(edge, 'workload', mode).replace(/^ {2}name: .*$/mu, `  name: ${policy.name}`),
    },
    { text: 'See them:', command: `kubectl get pods -n ${orDefault(edge.server.namespace)} --show-labels` },
  ],
  page: {
    see: 'A policy for one workload does nothing: the server still takes plaintext.',
    why: 'The selector compares labels of pods, and every label must fit exactly. Names of services, hosts and wildcards are no labels. A policy that selects nobody is valid, and silent.',
    shows: [
      { where: 'server', what: 'the mode of the namespace, the mesh, or the default' },
      { where: 'policies', what: '`selector.matchLabels` with a label that no pod of the namespace has' },
    ],
    unless: 'In another namespace with the right labels it is `pa-wrong-namespace`.',
  },
  example: { policy: { namespace: 'demo', name: 'web' }, mode: 'STRICT', selector: 'app=wbe' },
  references: ['https://github.com/istio/istio/issues/35871'],
});

/** It is called like the server or its service, or its labels look like the server's. */
function isMeantFor({ name, selector }: PeerAuthentication, { server, service }: EdgeFacts): boolean {
  const names = [server.name, service.name, ...Object.values(server.labels)].filter((each) => each.length > 1);
  return names.includes(name) || Object.values(selector ?? {}).some((value) => nearest(value, names).length > 0);
}
