import { defineCause, found } from './cause.ts';
import { tlsAt, wouldHaveChanged } from './context/passed-over.ts';
import { ruleNamed } from './fix/resources.ts';
import { ruleName, target } from './words.ts';

/** Two rules for one host in one namespace: the oldest keeps its traffic policy, the other loses its own. */
export const drDuplicateSameHost = defineCause({
  code: 'dr-duplicate-same-host',
  title: 'two DestinationRules for the same host, of which the older one counts',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { policies, client } = context;
    const dropped = policies?.rule?.consolidated.dropped.find(
      ({ part, rule }) => part.kind === 'traffic-policy' && rule.trafficPolicy?.tls !== undefined,
    );
    if (dropped === undefined) return undefined;
    const { rule, by } = dropped;
    const facts = {
      older: { namespace: by.namespace, name: by.name },
      younger: { namespace: rule.namespace, name: rule.name },
      mode: rule.trafficPolicy?.tls?.mode ?? 'ISTIO_MUTUAL',
      matters: wouldHaveChanged(context, rule),
    };
    return found(facts, tlsAt(by), tlsAt(rule), client?.ruleAt);
  },
  role: ({ matters }) => (matters ? 'explains' : 'notice'),
  confidence: 'proven',
  because: ({ older, younger, mode }, edge) =>
    `${ruleName(older)} and ${ruleName(younger)} are both for ${target(edge)}; the older one keeps its traffic policy, so the \`tls: {mode: ${mode}}\` of ${younger.name} does not count`,
  fix: ({ older, younger, matters, mode }, edge) => [
    {
      text: 'Make one rule of the two (keep the subsets of both):',
      yaml: ruleNamed(older, edge, edge.service.host, {
        trafficPolicy: { tls: { mode: matters ? mode : 'ISTIO_MUTUAL' } },
      }),
      command: `kubectl delete destinationrule ${younger.name} -n ${younger.namespace}`,
    },
  ],
  page: {
    see: 'A second DestinationRule for a service does nothing, or works after the first one was created anew.',
    why: 'Rules for the same host in the same namespace are merged: the oldest keeps its `trafficPolicy`, the others only add subsets with names that are not taken. Age decides, so the same two files can give two results.',
    shows: [
      { where: 'client', what: "the cluster's `metadata` names one of the two" },
      { where: 'policies', what: 'two rules with the same namespace and `spec.host`' },
    ],
    unless: 'Rules in different namespaces, or with different hosts, are never merged: `dr-shadowed`.',
  },
  example: {
    older: { namespace: 'demo', name: 'web' },
    younger: { namespace: 'demo', name: 'web-tls' },
    mode: 'ISTIO_MUTUAL',
    matters: true,
  },
  references: ['istio: pilot/pkg/model/destination_rule.go, mergeDestinationRule', 'Kiali KIA0201'],
});
