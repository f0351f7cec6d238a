import { defineCause, found } from './cause.ts';
import { hostAt, passedOverFor, tlsAt, wouldHaveChanged } from './context/passed-over.ts';
import { evidence } from '../evidence.ts';
import { orDefault, ruleNamed } from './fix/resources.ts';
import { ruleName } from './words.ts';

/** A rule with the right host in a namespace that is not asked, or not exported to the client. */
export const drNotVisible = defineCause({
  code: 'dr-not-visible',
  title: 'a DestinationRule is not visible to this client',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const [passed] = passedOverFor(context, 'namespace-not-asked', 'not-exported').filter(({ rule }) =>
      wouldHaveChanged(context, rule),
    );
    if (passed === undefined) return undefined;
    const { rule, reason } = passed;
    const exported = rule.exportTo.length > 0 && evidence(rule.place, '/spec/exportTo');
    const facts = {
      name: rule.name,
      namespace: rule.namespace,
      host: rule.host,
      reason,
      rootNamespace: context.edge.rootNamespace,
    };
    return found(
      facts,
      exported === false ? evidence(rule.place, '/metadata/namespace') : exported,
      hostAt(rule),
      tlsAt(rule),
      context.client?.at,
    );
  },
  confidence: 'proven',
  because: (rule, edge) =>
    rule.reason === 'not-exported'
      ? `${ruleName(rule)} is not exported to namespace ${orDefault(edge.client.namespace)}, so ${edge.client.name} never sees it`
      : `${ruleName(rule)} stands in a namespace where ${edge.client.name} does not look: only ${orDefault(edge.client.namespace)} (the client's), ${orDefault(edge.service.namespace)} (the service's) and ${rule.rootNamespace} are asked`,
  fix: (rule, edge) => [
    {
      text: "Move the rule to the service's namespace, where every client finds it, and delete the old one (keep its other fields):",
      yaml: ruleNamed(
        { name: rule.name, namespace: orDefault(edge.service.namespace) },
        edge,
        rule.host.includes('.') ? rule.host : edge.service.host,
        {
          trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
        },
      ),
      command: `kubectl delete destinationrule ${rule.name} -n ${rule.namespace}`,
    },
  ],
  page: {
    see: 'A rule works for clients in one namespace and not for clients in others.',
    why: 'For each client Istio looks for DestinationRules in the client\'s namespace, then in the service\'s, then in the root namespace. It stops at the first one that has any match. Rules elsewhere never count, and `exportTo` (for example `["."]`) hides a rule from other namespaces.',
    shows: [
      {
        where: 'client',
        what: "the cluster's `metadata` names no rule, while clients in the rule's namespace have it",
      },
      { where: 'policies', what: "the rule's namespace is none of the three, or its `exportTo` leaves the client out" },
    ],
    unless: 'If another rule was found first, it is `dr-shadowed`.',
  },
  example: {
    name: 'web',
    namespace: 'platform',
    host: 'web.demo.svc.cluster.local',
    reason: 'namespace-not-asked',
    rootNamespace: 'istio-system',
  },
  references: [
    'https://github.com/istio/istio/issues/14817',
    'https://github.com/istio/istio/issues/15556',
    'https://github.com/istio/istio/issues/42570',
    'istio: pilot/pkg/model/push_context.go, destinationRule',
  ],
});
