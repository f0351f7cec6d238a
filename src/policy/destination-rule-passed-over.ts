import type { DestinationRuleIndex, EffectiveDestinationRule, ServiceName } from './destination-rule-for.ts';
import { exportToOf } from './destination-rule-merge.ts';
import type { DestinationRule } from './destination-rule.ts';
import { isWithin } from './host-names.ts';
import type { MeshSettings } from './mesh-settings.ts';
import { nameKey } from './named.ts';
import { selects, type Workload } from './selector.ts';
import { isExportedTo } from './visibility.ts';

/** Why a DestinationRule that one might expect to count does not. */
export type PassedOverRule =
  /** Its host does not name the service, though it looks as if it should. */
  | { readonly rule: DestinationRule; readonly reason: 'host-differs' }
  /** In a namespace that is never asked for this client and service. */
  | { readonly rule: DestinationRule; readonly reason: 'namespace-not-asked' }
  | { readonly rule: DestinationRule; readonly reason: 'not-exported' }
  | { readonly rule: DestinationRule; readonly reason: 'selector-does-not-match' }
  /** Another one of the same namespace has a more specific host, or was found in an earlier step. */
  | { readonly rule: DestinationRule; readonly reason: 'less-specific' | 'later-step'; readonly than: DestinationRule }
  /** Same host, same namespace: only its additional subsets count, or nothing. */
  | { readonly rule: DestinationRule; readonly reason: 'merged'; readonly into: DestinationRule };

/**
 * The rules that are about a service, or look as if they were, and still do not count for a
 * client, each with the reason. `effective` is what `destinationRuleFor` found.
 */
export function rulesPassedOver(
  index: DestinationRuleIndex,
  client: Workload,
  service: ServiceName,
  effective: EffectiveDestinationRule | undefined,
): readonly PassedOverRule[] {
  const into = effective?.consolidated.from[0];
  const merged = new Set(effective?.consolidated.from.map(nameKey));
  const likely = index.likely.rulesFor(service.host);
  return likely.flatMap((rule): readonly PassedOverRule[] => {
    if (rule.name === into?.name && rule.namespace === into.namespace) return [];
    if (into !== undefined && merged.has(nameKey(rule))) return [{ rule, reason: 'merged', into }];
    if (!isWithin(service.host, rule.fqdn)) return looksLike(rule, service) ? [{ rule, reason: 'host-differs' }] : [];
    return [whyNot(index.mesh, likely, client, service, rule, effective?.rule)];
  });
}

function whyNot(
  { rootNamespace, exportTo }: MeshSettings,
  likely: readonly DestinationRule[],
  client: Workload,
  service: ServiceName,
  rule: DestinationRule,
  chosen: DestinationRule | undefined,
): PassedOverRule {
  const asked = [client.namespace, service.namespace, rootNamespace];
  if (!asked.includes(rule.namespace)) return { rule, reason: 'namespace-not-asked' };
  if (!isExportedTo(exportToOf(rule), rule.namespace, client.namespace, exportTo.destinationRule)) {
    return { rule, reason: 'not-exported' };
  }
  const { workloadSelector } = rule;
  if (workloadSelector !== undefined && !selects(workloadSelector, client.labels)) {
    return { rule, reason: 'selector-does-not-match' };
  }
  if (chosen === undefined) return endedBefore(likely, client, service, rule);
  return { rule, reason: chosen.namespace === rule.namespace ? 'less-specific' : 'later-step', than: chosen };
}

// A rule of the client's namespace for other clients ends the search for this one as well.
function endedBefore(
  likely: readonly DestinationRule[],
  client: Workload,
  service: ServiceName,
  rule: DestinationRule,
): PassedOverRule {
  const than = likely.find(
    (each) =>
      each !== rule &&
      each.namespace === client.namespace &&
      each.workloadSelector !== undefined &&
      isWithin(service.host, each.fqdn),
  );
  return than === undefined ? { rule, reason: 'namespace-not-asked' } : { rule, reason: 'later-step', than };
}

// `web.demo`, `web.demo.svc`, `web.demo.svc.other.domain`: dots end the resolving of short names;
// `web` in another namespace is another service.
function looksLike(rule: DestinationRule, service: ServiceName): boolean {
  const [name, namespace] = service.host.split('.');
  const [ruleName, ruleNamespace] = rule.host.split('.');
  if (name === '' || name !== ruleName) return false;
  return ruleNamespace === undefined || ruleNamespace === namespace;
}
