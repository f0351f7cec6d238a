import { defineCause, found } from './cause.ts';
import { passedOverFor, tlsAt, wouldHaveChanged } from './context/passed-over.ts';
import { ruleBehind } from './context/rule-behind.ts';
import { amendRule, keepOthers } from './fix/amend-rule.ts';
import { ruleName, target } from './words.ts';

/** A rule nearer to the client ends the search, and the one with the TLS setting is never reached. */
export const drShadowed = defineCause({
  code: 'dr-shadowed',
  title: 'another DestinationRule is found first',
  group: 'Client-side rules',
  reads: ['client', 'server', 'policies'],
  find: (context) => {
    const { client, policies, edge } = context;
    const winner = client && ruleBehind(client, policies);
    if (winner?.manifest === undefined) return undefined;
    // A rule for this very service that says what it wants is no accident of lookup.
    const meant =
      !winner.wildcard && (winner.traffic?.tls !== undefined || winner.namespace === edge.service.namespace);
    const [passed] = passedOverFor(context, 'later-step', 'less-specific').filter(({ rule }) =>
      wouldHaveChanged(context, rule),
    );
    if (passed === undefined || meant) return undefined;
    const { rule } = passed;
    const facts = {
      winner,
      loser: { namespace: rule.namespace, name: rule.name },
      sameNamespace: rule.namespace === winner.namespace,
    };
    return found(facts, winner.at, winner.textAt, tlsAt(rule), client?.at);
  },
  confidence: 'proven',
  because: ({ winner, loser, sameNamespace }, edge) =>
    `${ruleName(winner)} wins for ${target(edge)} ${sameNamespace ? 'because its host is more specific' : `because namespace ${winner.namespace} is asked first`}, so the TLS setting of ${ruleName(loser)} never counts: rules are not merged across namespaces or hosts`,
  fix: ({ winner }, edge) => [
    {
      text: `Repeat the TLS setting ${keepOthers(winner)}:`,
      yaml: amendRule(winner, edge, { tls: { mode: 'ISTIO_MUTUAL' } }),
    },
    {
      text: 'Or delete the rule that is in the way, if nothing else needs it:',
      command: `kubectl delete destinationrule ${winner.name} -n ${winner.namespace}`,
    },
  ],
  page: {
    see: "The mesh's or the service's own DestinationRule is ignored by some clients.",
    why: "The client's namespace is asked first, then the service's, then the root namespace; the first one with any matching rule ends the search, even if only a wildcard matches there. Nothing is merged across namespaces or across hosts. (Clients in the root namespace skip the first step.)",
    shows: [
      { where: 'client', what: "the cluster's `metadata` names a rule of the client's namespace" },
      {
        where: 'policies',
        what: 'a rule of a later namespace, or with a wider host, has the TLS setting that was expected',
      },
    ],
    unless: 'Two rules for the same host in the same namespace are merged: `dr-duplicate-same-host`.',
  },
  example: {
    winner: { namespace: 'shop', name: 'everything', wildcard: true },
    loser: { namespace: 'istio-system', name: 'default' },
    sameNamespace: false,
  },
  references: [
    'https://github.com/istio/istio/issues/12066',
    'https://github.com/istio/istio/issues/36672',
    'Kiali KIA0204',
  ],
});
