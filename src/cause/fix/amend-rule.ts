/** A DestinationRule changed, without losing what else it says. */
import type { EdgeFacts } from '../context/edge-facts.ts';
import type { RuleBehind } from '../context/rule-behind.ts';
import { ruleNamed } from './resources.ts';
import type { YamlValue } from './yaml.ts';

/**
 * The rule with another `trafficPolicy`. A wildcard is left alone: a rule for this host beside it, in the same
 * namespace, is the more specific one and wins for this host only.
 */
export function amendRule(
  rule: Pick<RuleBehind, 'name' | 'namespace' | 'wildcard' | 'manifest'>,
  edge: EdgeFacts,
  trafficPolicy: { readonly [key: string]: YamlValue },
): string {
  if (rule.wildcard) {
    return ruleNamed({ name: edge.service.name, namespace: rule.namespace }, edge, edge.service.host, {
      trafficPolicy,
    });
  }
  const subsets = (rule.manifest?.subsets ?? []).map(({ name, labels }) => ({ name, labels }));
  return ruleNamed(rule, edge, rule.manifest?.host ?? edge.service.host, {
    trafficPolicy,
    ...(subsets.length > 0 && { subsets }),
  });
}

/** What the reader must not forget when pasting. */
export function keepOthers(rule: Pick<RuleBehind, 'wildcard' | 'manifest' | 'name' | 'namespace'>): string {
  if (rule.wildcard) return 'beside the wildcard, for this host only';
  return rule.manifest === undefined
    ? `in DestinationRule ${rule.namespace}/${rule.name} (keep its other fields)`
    : `in DestinationRule ${rule.namespace}/${rule.name}`;
}
