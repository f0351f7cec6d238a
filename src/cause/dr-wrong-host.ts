import { defineCause, found } from './cause.ts';
import { hostAt, passedOverFor, tlsAt, wouldHaveChanged } from './context/passed-over.ts';
import { ruleNamed } from './fix/resources.ts';
import { ruleName } from './words.ts';

/** A DestinationRule whose host is not the name of the service it was written for. */
export const drWrongHost = defineCause({
  code: 'dr-wrong-host',
  title: 'a DestinationRule names a host that is not this service',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies', 'others'],
  find: (context) => {
    const [passed] = passedOverFor(context, 'host-differs').filter(({ rule }) => !context.others.knowsHost(rule.fqdn));
    if (passed === undefined) return undefined;
    const { rule } = passed;
    const facts = {
      name: rule.name,
      namespace: rule.namespace,
      host: rule.host,
      means: rule.fqdn,
      matters: wouldHaveChanged(context, rule),
    };
    return found(facts, hostAt(rule), tlsAt(rule), context.client?.ruleAt ?? context.client?.at);
  },
  role: ({ matters }) => (matters ? 'explains' : 'notice'),
  confidence: 'proven',
  because: (rule, edge) =>
    `${ruleName(rule)} is for host ${rule.host}${rule.means === rule.host ? '' : `, which means ${rule.means} there`}; the service is ${edge.service.host}, so the rule does nothing for it`,
  fix: (rule, edge) => [
    {
      text: `Write the full name of the service (keep the rule's other fields), or delete the rule if nobody misses it:`,
      yaml: ruleNamed(rule, edge, edge.service.host, { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
    },
  ],
  page: {
    see: 'A DestinationRule is applied, accepted, and changes nothing. Under auto mTLS nobody may notice for a long time.',
    why: 'A host without a dot is completed with the namespace of the rule, not of the client. A host with a dot is taken as it is: `web.demo` stays `web.demo` and is no service. Istio does not complain about hosts that match nothing.',
    shows: [
      { where: 'client', what: "the cluster's `metadata` names no rule, or another one" },
      { where: 'policies', what: '`spec.host` is neither the full name of the service nor a wildcard that covers it' },
    ],
    unless:
      'A rule with the right host in a namespace where nobody looks is `dr-not-visible`; one that loses to another rule is `dr-shadowed`.',
  },
  example: { name: 'web', namespace: 'demo', host: 'web.demo', means: 'web.demo', matters: true },
  references: [
    'https://github.com/istio/istio/issues/15425',
    'https://github.com/istio/istio/issues/36074',
    'istioctl analyze IST0174',
    'Kiali KIA0202',
  ],
});
