/** What the client's cluster orders to be sent, and the rule that shaped it. */
import type { Trace } from '../../edge/model.ts';
import type { Cluster, Proxy } from '../../envoy/model.ts';
import { evidence, type Evidence } from '../../evidence.ts';
import { clusterFacts } from '../facts/cluster-facts.ts';
import { factChanges, type FactChange } from '../facts/fact.ts';
import { inForce } from '../resource-changes.ts';
import { factsText, type Suspect } from './suspect.ts';

/** Compares the clusters of the same name, and the one that is only on one side. */
export function clusterSuspects(before: Trace, after: Trace): readonly Suspect[] {
  const names = [...new Set([before.cluster?.name, after.cluster?.name, named(before), named(after)])];
  return names.flatMap((name): readonly Suspect[] => {
    if (name === undefined) return [];
    const [was, is] = [find(before.client, name), find(after.client, name)];
    const change = changeOf(name, was, before.client, is, after.client);
    return change === undefined ? [] : [{ part: 'clusters', change }];
  });
}

function named({ decision }: Trace): string | undefined {
  return decision.kind === 'stopped' && 'cluster' in decision.stop ? decision.stop.cluster : undefined;
}

function find(client: Proxy | undefined, name: string): Cluster | undefined {
  return client === undefined ? undefined : inForce(client.clusters).get(name);
}

function changeOf(
  name: string,
  was: Cluster | undefined,
  clientBefore: Proxy | undefined,
  is: Cluster | undefined,
  clientAfter: Proxy | undefined,
): Suspect['change'] | undefined {
  if (was === undefined && is === undefined) return undefined;
  if (was === undefined || is === undefined) {
    const text = was === undefined ? `there is a cluster ${name} now` : `there is no cluster ${name} any more`;
    return { text, before: whole(was), after: whole(is) };
  }
  const facts = factChanges(
    clusterFacts(was, clientBefore?.node.envoyVersion ?? ''),
    clusterFacts(is, clientAfter?.node.envoyVersion ?? ''),
  );
  if (facts.length === 0) return undefined;
  const others = facts.filter((fact) => fact.name !== 'destination_rule');
  const details = others.length === 0 ? '' : `: ${factsText(others)}`;
  return {
    text: `${ruleText(facts)}${name}${details}`,
    before: points(was, facts, 'before'),
    after: points(is, facts, 'after'),
  };
}

/** `DestinationRule demo/web appeared and changed cluster `. */
function ruleText(facts: readonly FactChange[]): string {
  const rule = facts.find((fact) => fact.name === 'destination_rule');
  const [was, is] = [rule?.before?.value, rule?.after?.value];
  if (rule === undefined) return 'cluster ';
  if (was === undefined) return `DestinationRule ${is ?? ''} appeared and changed cluster `;
  if (is === undefined) return `DestinationRule ${was} is gone, which changed cluster `;
  return `DestinationRule ${is} took the place of ${was} in cluster `;
}

function whole(cluster: Cluster | undefined): readonly Evidence[] {
  return cluster === undefined ? [] : [evidence(cluster.place)];
}

/** Where one side does not say a thing, the place where it would. */
function points(cluster: Cluster, facts: readonly FactChange[], side: 'before' | 'after'): readonly Evidence[] {
  const paths = facts.map((fact) => (fact[side] ?? fact.before ?? fact.after)?.path ?? '');
  // The rule is named in the sentence; what it did stands first.
  const ordered = [...new Set(paths)].toSorted((a, b) => Number(isRule(a)) - Number(isRule(b)));
  return ordered.slice(0, 3).map((path) => evidence(cluster.place, path));
}

function isRule(path: string): boolean {
  return path.startsWith('/metadata');
}
