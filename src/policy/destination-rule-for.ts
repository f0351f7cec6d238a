import { ByHost } from './by-host.ts';
import { consolidate, exportToOf, type ConsolidatedRule } from './destination-rule-merge.ts';
import type { DestinationRule } from './destination-rule.ts';
import { grouped } from './grouped.ts';
import { LikelyRules } from './likely-rules.ts';
import type { MeshSettings } from './mesh-settings.ts';
import { selects, type Workload } from './selector.ts';

/** A service as far as rules are looked up for it. */
export interface ServiceName {
  readonly host: string;
  /** Empty where it is not known. */
  readonly namespace: string;
}

/** Where a rule was found. */
export type LookupStep = 'client-namespace' | 'service-namespace' | 'root-namespace';

/** The rule that counts for a client and a service. */
export interface EffectiveDestinationRule {
  readonly step: LookupStep;
  /** After merging. */
  readonly rule: DestinationRule;
  readonly consolidated: ConsolidatedRule;
}

/** The rules of a mesh, indexed for lookups. Built once per set of policies. */
export interface DestinationRuleIndex {
  readonly mesh: MeshSettings;
  /** By namespace, then host: those its own clients see. */
  readonly local: ReadonlyMap<string, Hosts>;
  /** By namespace, then host: those other namespaces may see. */
  readonly exported: ReadonlyMap<string, Hosts>;
  /** Private ones of the root namespace, for its own clients. */
  readonly rootPrivate: Hosts;
  /** All of them, to be found by what they are called. */
  readonly likely: LikelyRules;
}

type Hosts = ByHost<readonly ConsolidatedRule[]>;

/** Indexes rules as istiod does (Istio: `setDestinationRules`, pilot/pkg/model/push_context.go). */
export function indexDestinationRules(rules: readonly DestinationRule[], mesh: MeshSettings): DestinationRuleIndex {
  const ofNamespace = grouped(rules, ({ namespace }) => namespace);
  const local = new Map<string, Hosts>();
  const exported = new Map<string, Hosts>();
  for (const [namespace, list] of ofNamespace) {
    local.set(namespace, new ByHost(consolidate(list.filter((rule) => isLocal(rule)))));
    exported.set(namespace, new ByHost(consolidate(list.filter((rule) => !isPrivate(rule, mesh)))));
  }
  const privateRoot = (ofNamespace.get(mesh.rootNamespace) ?? []).filter((rule) => isPrivate(rule, mesh));
  return {
    mesh,
    local,
    exported,
    rootPrivate: new ByHost(consolidate(privateRoot)),
    likely: new LikelyRules(rules),
  };
}

function isLocal(rule: DestinationRule): boolean {
  const exportTo = exportToOf(rule);
  return exportTo.length === 0 || exportTo.some((each) => each === '*' || each === '.' || each === rule.namespace);
}

function isPrivate(rule: DestinationRule, mesh: MeshSettings): boolean {
  const exportTo = exportToOf(rule);
  if (exportTo.length === 0) return mesh.exportTo.destinationRule.includes('.');
  return exportTo.length === 1 && (exportTo[0] === '.' || exportTo[0] === rule.namespace);
}

/**
 * The DestinationRule that counts for a client: from the client's namespace, else from the
 * service's, else from the root namespace. The first namespace with any match wins, even if only a
 * wildcard matches there; within it the most specific host. Clients in the root namespace skip the
 * first step but for private rules. Of several that stand side by side, one whose workloadSelector
 * selects the client, else the last without one (Istio: `destinationRule`, push_context.go, and
 * `SidecarScope.DestinationRule`, sidecar.go).
 */
export function destinationRuleFor(
  index: DestinationRuleIndex,
  client: Workload,
  service: ServiceName,
): EffectiveDestinationRule | undefined {
  for (const { step, found } of lookups(index, client, service)) {
    // A namespace that has any rule for the host ends the search, also when none of them is for this client.
    if (found.length > 0) {
      const consolidated = forClient(found, client);
      return consolidated && { step, rule: consolidated.rule, consolidated };
    }
  }
  return undefined;
}

/**
 * The rules that end a client's search without being for it: of the client's namespace, for the service, each with a
 * `workloadSelector` that selects others. A rule of another namespace does nothing for this client. Empty where a
 * rule counts, or where none is found at all.
 */
export function rulesForOthers(
  index: DestinationRuleIndex,
  client: Workload,
  service: ServiceName,
): readonly DestinationRule[] {
  const first = lookups(index, client, service).find(({ found }) => found.length > 0);
  if (first === undefined || forClient(first.found, client) !== undefined) return [];
  return first.found.map(({ rule }) => rule);
}

interface Lookup {
  readonly step: LookupStep;
  readonly namespace: string;
  readonly found: readonly ConsolidatedRule[];
}

function lookups(index: DestinationRuleIndex, client: Workload, service: ServiceName): readonly Lookup[] {
  const root = index.mesh.rootNamespace;
  const first = client.namespace === root ? index.rootPrivate : index.local.get(client.namespace);
  const exportedFrom = (namespace: string): readonly ConsolidatedRule[] =>
    matching(index.exported.get(namespace), service.host).filter(
      ({ exportTo }) => exportTo.length === 0 || exportTo.includes('*') || exportTo.includes(client.namespace),
    );
  const own = { step: 'client-namespace', namespace: client.namespace, found: matching(first, service.host) } as const;
  const theirs =
    service.namespace === ''
      ? []
      : [{ step: 'service-namespace', namespace: service.namespace, found: exportedFrom(service.namespace) } as const];
  return [own, ...theirs, { step: 'root-namespace', namespace: root, found: exportedFrom(root) }];
}

function matching(hosts: Hosts | undefined, host: string): readonly ConsolidatedRule[] {
  return hosts?.mostSpecific(host) ?? [];
}

/** Of rules that stand side by side for one host, the one for this client. */
function forClient(rules: readonly ConsolidatedRule[], client: Workload): ConsolidatedRule | undefined {
  const selecting = rules.find(
    ({ rule }) =>
      rule.workloadSelector !== undefined &&
      rule.namespace === client.namespace &&
      selects(rule.workloadSelector, client.labels),
  );
  return selecting ?? rules.findLast(({ rule }) => rule.workloadSelector === undefined);
}
