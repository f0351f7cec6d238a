import type { DestinationRule } from './destination-rule.ts';
import { compareText, oldestFirst } from './resource.ts';
import { sameLabels } from './selector.ts';

/** DestinationRules of one host and namespace, merged as istiod merges them. */
export interface ConsolidatedRule {
  /** The oldest one, with what the others add to it. */
  readonly rule: DestinationRule;
  /** All that went into it, oldest first. */
  readonly from: readonly DestinationRule[];
  /** What of the others was dropped. */
  readonly dropped: readonly DroppedPart[];
  /** Namespaces it is exported to; empty: the mesh's default. A selector keeps it private. */
  readonly exportTo: readonly string[];
}

/** A part of a DestinationRule that an older one for the same host leaves no room for. */
export interface DroppedPart {
  readonly rule: DestinationRule;
  readonly by: DestinationRule;
  readonly part: { readonly kind: 'traffic-policy' } | { readonly kind: 'subset'; readonly name: string };
}

/** Rules with a workloadSelector first, then the oldest (Istio: `sortConfigBySelectorAndCreationTime`). */
export function mergeOrder(a: DestinationRule, b: DestinationRule): number {
  const selector = Number(a.workloadSelector === undefined) - Number(b.workloadSelector === undefined);
  return selector === 0 ? oldestFirst(a, b) : selector;
}

/**
 * Merges rules of one namespace by host. Same host and same exportTo: subsets are added to the
 * older rule, its trafficPolicy stays; different exportTo: both stand, side by side
 * (Istio: `mergeDestinationRule`, pilot/pkg/model/destination_rule.go).
 */
export function consolidate(rules: readonly DestinationRule[]): ReadonlyMap<string, readonly ConsolidatedRule[]> {
  const byHost = new Map<string, ConsolidatedRule[]>();
  for (const rule of rules.toSorted(mergeOrder)) {
    const list = byHost.get(rule.fqdn);
    const standing = { rule, from: [rule], dropped: [], exportTo: exportToOf(rule) };
    if (list === undefined) byHost.set(rule.fqdn, [standing]);
    else if (mergeInto(list, rule)) list.push(standing);
  }
  return byHost;
}

/** Namespaces a rule names in exportTo; one with a selector is private whatever it says. */
export function exportToOf(rule: DestinationRule): readonly string[] {
  return rule.workloadSelector === undefined ? [...new Set(rule.exportTo)].toSorted(compareText) : ['.'];
}

/** Merges `rule` into those of the list it fits; true when it has to stand on its own as well. */
function mergeInto(list: ConsolidatedRule[], rule: DestinationRule): boolean {
  const exportTo = exportToOf(rule);
  let separately = true;
  for (const [index, existing] of list.entries()) {
    const equal =
      exportTo.length === existing.exportTo.length && existing.exportTo.every((each) => exportTo.includes(each));
    const wider = existing.exportTo.length > 0 && existing.exportTo.every((each) => exportTo.includes(each));
    separately = !equal;
    if (!equal && !wider) continue;
    const old = existing.rule.workloadSelector;
    const fresh = rule.workloadSelector;
    if (old !== undefined && fresh !== undefined && !sameLabels(old, fresh)) {
      separately = true;
      continue;
    }
    if ((old === undefined) === (fresh === undefined)) separately = false;
    list[index] = merged(existing, rule);
  }
  return separately;
}

function merged(existing: ConsolidatedRule, rule: DestinationRule): ConsolidatedRule {
  const taken = new Set(existing.rule.subsets.map(({ name }) => name));
  const [by = existing.rule] = existing.from;
  const dropped: DroppedPart[] = rule.subsets
    .filter(({ name }) => taken.has(name))
    .map(({ name }) => ({ rule, by, part: { kind: 'subset', name } }));
  const policy = existing.rule.trafficPolicy ?? rule.trafficPolicy;
  if (existing.rule.trafficPolicy !== undefined && rule.trafficPolicy !== undefined) {
    dropped.push({ rule, by, part: { kind: 'traffic-policy' } });
  }
  return {
    ...existing,
    rule: {
      ...existing.rule,
      ...(policy === undefined ? {} : { trafficPolicy: policy }),
      subsets: [...existing.rule.subsets, ...rule.subsets.filter(({ name }) => !taken.has(name))],
    },
    from: [...existing.from, rule],
    dropped: [...existing.dropped, ...dropped],
  };
}
