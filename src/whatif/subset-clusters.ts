/** Subsets of DestinationRules translated to clusters of their own, with the endpoints their labels select. */
import type { Cluster, Endpoint, EndpointGroup, Proxy } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import type { DestinationRule, Subset } from '../policy/destination-rule.ts';
import { destinationRuleFor } from '../policy/destination-rule-for.ts';
import { sameLabels, selects } from '../policy/selector.ts';
import { clusterDecision, type ClusterOf } from './cluster-decision.ts';
import { rebuilt } from './clusters.ts';
import { clientOf, clusterOf, serviceCluster } from './service-facts.ts';
import type { Translation } from './translation.ts';
import { endpointAddress, endpointIp } from './workloads.ts';

/**
 * The proxy with a cluster for every subset its rules define, and none for subsets they define no
 * longer. `captured` is what it was before any change.
 */
export function withSubsetClusters(proxy: Proxy, captured: Proxy, translation: Translation): Proxy {
  const client = clientOf(proxy);
  const clusters: Cluster[] = [];
  const originals = new Map(captured.clusters.map((each) => [each.name, each]));
  const groups = new Map(proxy.endpoints.map((group) => [group.clusterName, group]));
  for (const cluster of proxy.clusters) {
    const name = serviceCluster(cluster);
    const original = originals.get(cluster.name) ?? cluster;
    const of = name === undefined ? undefined : clusterOf(proxy, original, translation.before);
    if (of === undefined) {
      clusters.push(cluster);
      continue;
    }
    const before = destinationRuleFor(translation.before.rules, client, of.service)?.rule;
    const after = destinationRuleFor(translation.after.rules, client, of.service)?.rule;
    if (of.subset !== '') {
      if (keepsSubset(of.subset, before, after)) clusters.push(cluster);
      else groups.delete(cluster.edsServiceName);
      continue;
    }
    clusters.push(cluster);
    for (const subset of after?.subsets ?? []) {
      if (after === undefined || subset.name === '') continue;
      const wanted = `outbound|${of.port}|${subset.name}|${of.service.host}`;
      const known = proxy.clusters.some((each) => each.name === wanted);
      const sameMembers = sameSubset(
        subset,
        before?.subsets.find((each) => each.name === subset.name),
      );
      if (!known) clusters.push(subsetCluster(proxy, original, { ...of, subset: subset.name }, after, translation));
      const whole = groups.get(cluster.edsServiceName);
      if ((!known || !sameMembers) && whole !== undefined) {
        groups.set(wanted, subsetGroup(proxy, whole, wanted, subset, after, translation));
      }
    }
  }
  return { ...proxy, clusters, endpoints: [...groups.values()] };
}

function sameSubset(a: Subset, b: Subset | undefined): boolean {
  return b !== undefined && sameLabels(a.labels, b.labels);
}

/** A subset's cluster goes when the rule that defines it does, or leaves it out. */
function keepsSubset(subset: string, before: DestinationRule | undefined, after: DestinationRule | undefined): boolean {
  const defines = (rule: DestinationRule | undefined): boolean =>
    rule?.subsets.some(({ name }) => name === subset) ?? false;
  return defines(after) || !defines(before);
}

function subsetCluster(
  proxy: Proxy,
  whole: Cluster,
  of: ClusterOf,
  rule: DestinationRule,
  translation: Translation,
): Cluster {
  const name = `outbound|${of.port}|${of.subset}|${of.service.host}`;
  const decision = clusterDecision(translation.after, clientOf(proxy), of);
  const { loadAssignment, ...rest } = whole;
  const own =
    loadAssignment &&
    subsetGroup(
      proxy,
      loadAssignment,
      name,
      rule.subsets.find((each) => each.name === of.subset),
      rule,
      translation,
    );
  const base: Cluster = { ...rest, name, edsServiceName: name, ...(own === undefined ? {} : { loadAssignment: own }) };
  const cluster = rebuilt(proxy, base, of, decision, translation);
  translation.log.change(proxy, { kind: 'cluster', cluster: name }, `it knows ${name} now`, [rule]);
  return { ...cluster, place: rule.place, istio: { ...cluster.istio, subset: of.subset } };
}

function subsetGroup(
  proxy: Proxy,
  whole: EndpointGroup,
  clusterName: string,
  subset: Subset | undefined,
  rule: DestinationRule,
  translation: Translation,
): EndpointGroup {
  const labels = subset?.labels ?? {};
  const host = parseClusterName(clusterName)?.host ?? '';
  const members = whole.endpoints.filter((endpoint) => {
    const belongs = isMember(endpoint, host, labels, translation);
    if (belongs === undefined) {
      const address = endpointAddress(endpoint);
      const because = `whether ${address} belongs to subset ${subset?.name ?? ''}: no dump tells its labels`;
      translation.log.unsettled(proxy, { kind: 'cluster', cluster: clusterName, endpoint: address }, because, rule);
    }
    return belongs ?? true;
  });
  return { ...whole, clusterName, endpoints: members };
}

function isMember(
  endpoint: Endpoint,
  host: string,
  labels: Subset['labels'],
  { workloadsAfter }: Translation,
): boolean | undefined {
  if (Object.keys(labels).length === 0) return true;
  const workload = workloadsAfter.at(endpointIp(endpoint) ?? '', host);
  return workload?.labels && selects(labels, workload.labels);
}
