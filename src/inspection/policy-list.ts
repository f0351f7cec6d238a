/** The policies that were found, whom they select, and what becomes of it: the document of `policies`. */
import type { Proxy } from '../envoy/model.ts';
import { serverModeOf } from '../istio/server-mode.ts';
import { peerScope, type EffectivePeerAuthentication } from '../policy/effective-peer-authentication.ts';
import type { DestinationRule, TrafficPolicy } from '../policy/destination-rule.ts';
import { indexPolicies } from '../policy/policy-index.ts';
import type { PeerAuthentication } from '../policy/peer-authentication.ts';
import type { Policies } from '../policy/policies.ts';
import { compareText, fullName, type KubernetesResource } from '../policy/resource.ts';
import { describeSelector } from '../policy/selector.ts';
import { lookedUp, type EvidenceRecord, type LookUp } from './evidence-record.ts';
import { policyRemarks, type PolicyRemark } from './policy-remarks.ts';

/** What all resources say, in the list. */
export interface ListedResource {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** RFC 3339; null for manifests that were not applied. */
  readonly created: string | null;
  /** Where it stands, with its line. */
  readonly at: EvidenceRecord;
}

export interface ListedPeerAuthentication extends ListedResource {
  /** `ignored` for a selector in the root namespace. */
  readonly scope: 'mesh' | 'namespace' | 'workload' | 'ignored';
  readonly mode: string;
  /** By port of the workload: `8080: DISABLE`. */
  readonly ports: readonly string[];
  readonly selector: string;
  /** Captured workloads for which it counts. */
  readonly selects: readonly string[];
}

export interface ListedDestinationRule extends ListedResource {
  readonly host: string;
  /** Null without a `tls` block. */
  readonly tls: string | null;
  /** `80: no tls block`, `443: DISABLE`; subsets as `v1: ISTIO_MUTUAL`. */
  readonly ports: readonly string[];
  readonly subsets: readonly string[];
  readonly exportTo: readonly string[];
  /** Clients it is for; empty: everyone. */
  readonly clients: string;
}

/** A captured server, and the mode its policies and its proxy say it has. */
export interface ListedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly mode: string;
  readonly decidedBy: string | null;
  readonly ports: readonly string[];
  /** What the proxy's chains for ports of no Service say; null for gateways and what has no such chains. */
  readonly proxySays: string | null;
}

export interface PolicyList {
  readonly mesh: {
    readonly rootNamespace: string;
    readonly enableAutoMtls: boolean;
    readonly outboundTrafficPolicy: string;
    readonly trustDomainAliases: readonly string[];
    /** Null where no MeshConfig was read, and these are Istio's defaults. */
    readonly from: string | null;
  };
  readonly peerAuthentications: readonly ListedPeerAuthentication[];
  readonly destinationRules: readonly ListedDestinationRule[];
  /** Everything else that bears on connections or was read beside it. */
  readonly others: readonly ListedResource[];
  readonly workloads: readonly ListedWorkload[];
  readonly remarks: readonly PolicyRemark[];
}

/** Lists what was read; proxies are those captured beside it, `lookUp` finds lines. */
export async function policyList(policies: Policies, proxies: readonly Proxy[], lookUp: LookUp): Promise<PolicyList> {
  const { settings: mesh, peers } = indexPolicies(policies);
  const servers = proxies.filter(({ node }) => node.kind !== 'router' && node.kind !== 'waypoint');
  const effective = servers.map((proxy) => ({ proxy, accepts: peers.effectiveFor(proxy.node) }));
  const selected = selectedBy(effective);
  return {
    mesh: {
      rootNamespace: mesh.rootNamespace,
      enableAutoMtls: mesh.enableAutoMtls,
      outboundTrafficPolicy: mesh.outboundMode,
      trustDomainAliases: mesh.trustDomainAliases,
      from: mesh.from === undefined ? null : mesh.from.name || mesh.from.place.source,
    },
    peerAuthentications: await inOrder(policies.peerAuthentications, async (each) => ({
      ...(await listed(each, lookUp)),
      ...listedPeer(each, mesh.rootNamespace, selected.get(each) ?? []),
    })),
    destinationRules: await inOrder(policies.destinationRules, async (each) => ({
      ...(await listed(each, lookUp)),
      ...listedRule(each),
    })),
    others: await inOrder(others(policies), (each) => listed(each, lookUp)),
    workloads: effective.map((each) => listedWorkload(each)).toSorted(byName),
    remarks: policyRemarks(policies, proxies),
  };
}

interface Server {
  readonly proxy: Proxy;
  readonly accepts: EffectivePeerAuthentication;
}

async function inOrder<Resource extends KubernetesResource, Row extends ListedResource>(
  resources: readonly Resource[],
  row: (resource: Resource) => Promise<Row>,
): Promise<readonly Row[]> {
  const rows = await Promise.all(resources.map(row));
  return rows.toSorted((a, b) => compareText(a.kind, b.kind) || byName(a, b));
}

async function listed(
  { kind, namespace, name, created, place }: KubernetesResource,
  lookUp: LookUp,
): Promise<ListedResource> {
  const { excerpt: _, ...at } = await lookedUp({ place, path: '' }, lookUp);
  return { kind, namespace, name, created: created ?? null, at };
}

function listedPeer(
  policy: PeerAuthentication,
  rootNamespace: string,
  selected: readonly Proxy[],
): Omit<ListedPeerAuthentication, keyof ListedResource> {
  return {
    scope: peerScope(policy, rootNamespace) ?? 'ignored',
    mode: policy.mode,
    ports: policy.ports.map(({ port, mode }) => `${port}: ${mode}`),
    selector: describeSelector(policy.selector ?? {}),
    selects: selected.map(workloadName),
  };
}

/** Whom each selects: those of which it is the one of its scope. */
function selectedBy(servers: readonly Server[]): ReadonlyMap<PeerAuthentication, readonly Proxy[]> {
  const selected = new Map<PeerAuthentication, Proxy[]>();
  for (const { proxy, accepts } of servers) {
    for (const policy of accepts.chosen.values()) {
      const proxies = selected.get(policy) ?? [];
      proxies.push(proxy);
      selected.set(policy, proxies);
    }
  }
  return selected;
}

function listedRule(rule: DestinationRule): Omit<ListedDestinationRule, keyof ListedResource> {
  return {
    host: rule.host,
    tls: rule.trafficPolicy?.tls?.mode ?? null,
    ports: portModes(rule.trafficPolicy),
    subsets: rule.subsets.map(({ name, trafficPolicy }) => {
      const modes = [trafficPolicy?.tls?.mode ?? 'as the rule', ...portModes(trafficPolicy)];
      return `${name}: ${modes.join(', ')}`;
    }),
    exportTo: rule.exportTo,
    clients: describeSelector(rule.workloadSelector ?? {}),
  };
}

function portModes(policy: TrafficPolicy | undefined): readonly string[] {
  return (policy?.ports ?? []).map(({ port, tls }) => `${port}: ${tls?.mode ?? 'no tls block'}`);
}

function listedWorkload({ proxy, accepts }: Server): ListedWorkload {
  return {
    namespace: proxy.node.namespace,
    name: workloadName(proxy),
    mode: accepts.mode,
    decidedBy: accepts.decidedBy === undefined ? null : fullName(accepts.decidedBy),
    ports: accepts.ports.map(({ port, mode }) => `${port}: ${mode}`),
    proxySays: serverModeOf(proxy, 0)?.mode ?? null,
  };
}

function workloadName({ name, node }: Proxy): string {
  return node.workload === '' ? name : node.workload;
}

function others(policies: Policies): readonly KubernetesResource[] {
  return [
    ...policies.virtualServices,
    ...policies.sidecars,
    ...policies.serviceEntries,
    ...policies.workloadEntries,
    ...policies.gateways,
    ...policies.authorizationPolicies,
    ...policies.envoyFilters,
    ...policies.legacyPolicies,
    ...policies.serviceRoles,
    ...policies.serviceRoleBindings,
  ];
}

function byName(
  a: { readonly namespace: string; readonly name: string },
  b: { readonly namespace: string; readonly name: string },
): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}
