/** The DestinationRule that shaped the client's cluster: its name from the dump, its text where that was read. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { DestinationRule } from '../../policy/destination-rule.ts';
import { isWildcard } from '../../policy/host-names.ts';
import { trafficFor, type ClusterTraffic } from '../../policy/tls-settings-for.ts';
import type { RuleReach } from './cluster-index.ts';
import type { ClientView } from './client-view.ts';
import type { PolicyView } from './policy-view.ts';

export interface RuleBehind {
  readonly namespace: string;
  readonly name: string;
  /** It shapes clusters of several hosts, so its own host is a wildcard. */
  readonly wildcard: boolean;
  /** Where the cluster names it. */
  readonly at?: Evidence;
  /** The rule as written, merged with others of its host; undefined where its text is not among the sources. */
  readonly manifest?: DestinationRule;
  /** What of the text counts for this cluster. */
  readonly traffic?: ClusterTraffic;
  /** Where the text decides. */
  readonly textAt?: Evidence;
}

/** Undefined when no rule shaped the cluster. */
export function ruleBehind(client: ClientView, policies: PolicyView | undefined): RuleBehind | undefined {
  const { rule, clusterName, ruleAt } = client;
  if (rule === undefined) return undefined;
  const base = {
    namespace: rule.namespace,
    name: rule.name,
    wildcard: reachOf(client)?.isWide === true,
    ...(ruleAt !== undefined && { at: ruleAt }),
  };
  const manifest = manifestOf(rule, policies);
  if (manifest === undefined || clusterName === undefined) return base;
  const traffic = trafficFor(manifest, clusterName.port, clusterName.subset);
  return {
    ...base,
    wildcard: isWildcard(manifest.fqdn),
    manifest,
    traffic,
    textAt: evidence(manifest.place, traffic.tls?.path ?? traffic.path),
  };
}

/** Of several rules for one host the merged one counts, which goes by the name of the oldest. */
function manifestOf(
  rule: { namespace: string; name: string },
  policies: PolicyView | undefined,
): DestinationRule | undefined {
  const merged = policies?.rule?.rule;
  if (merged !== undefined && merged.name === rule.name && merged.namespace === rule.namespace) return merged;
  return policies?.all.destinationRules.find(
    ({ name, namespace }) => name === rule.name && namespace === rule.namespace,
  );
}

/** How far the rule reaches that shaped the client's cluster. */
export function reachOf({ cluster, clusters }: ClientView): RuleReach | undefined {
  const config = cluster?.istio.config;
  return config === undefined ? undefined : clusters.ofRule(config);
}
