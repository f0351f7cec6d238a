import { evidence } from '../evidence.ts';
import { defineCause, found } from './cause.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule } from './fix/amend-rule.ts';
import { listed, ruleName } from './words.ts';

/** The TLS setting was written, but at a place where Istio does not read it. */
export const drMisplacedBlock = defineCause({
  code: 'dr-misplaced-block',
  title: 'the TLS setting stands at a place of the DestinationRule where Istio does not read it',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies'],
  insteadOf: ['dr-no-tls-block'],
  find: ({ client, server, policies }) => {
    if (client?.sends !== 'nothing' || server?.hasProxy === false) return undefined;
    const rule = ruleBehind(client, policies);
    if (rule?.manifest === undefined || rule.traffic?.tls !== undefined) return undefined;
    const fields = rule.manifest.misplaced.filter((path) => aboutTls.has(path.slice(path.lastIndexOf('/') + 1)));
    const [first] = fields;
    if (first === undefined) return undefined;
    return found({ rule, fields }, evidence(rule.manifest.place, first), rule.at, client.at, server?.demandAt);
  },
  confidence: 'proven',
  because: ({ rule, fields }) =>
    `${ruleName(rule)} has ${listed(fields.map((field) => `\`${field.slice(1).replaceAll('/', '.')}\``))}, which no DestinationRule knows; Istio ignores it, so no TLS is ordered`,
  fix: ({ rule }, edge) => [
    {
      text: 'Put the setting below `spec.trafficPolicy.tls`:',
      yaml: amendRule(rule, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
      command: 'istioctl validate -f destinationrule.yaml',
    },
  ],
  page: {
    see: 'The DestinationRule says `ISTIO_MUTUAL`, everybody can read it, and clients still send plaintext.',
    why: '`trafficPolicy` belongs below `spec`; one level too far to the left it is an unknown field and is dropped. `targets` and `peers` belong to a Policy, not to a DestinationRule, and are dropped too. Without validation nobody says so.',
    shows: [
      { where: 'client', what: 'the cluster names the rule and has no TLS' },
      {
        where: 'policies',
        what: 'a `trafficPolicy`, `tls`, `peers` or `targets` at a place where the resource has no such field',
      },
    ],
    unless: 'If nothing about TLS is written at all, it is `dr-no-tls-block`.',
  },
  example: { rule: { namespace: 'demo', name: 'web', wildcard: false }, fields: ['/spec/trafficPolicy/peers'] },
  references: ['https://github.com/canonical/microk8s/issues/445'],
});

const aboutTls = new Set(['trafficPolicy', 'tls', 'peers', 'targets', 'mtls', 'mode', 'portLevelMtls']);
