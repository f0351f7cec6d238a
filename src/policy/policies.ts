import type { JsonObject, RawResource } from '../input/model.ts';
import { readAuthorizationPolicy, type AuthorizationPolicy } from './authorization-policy.ts';
import { readDestinationRule, type DestinationRule } from './destination-rule.ts';
import { readEnvoyFilter, type EnvoyFilter } from './envoy-filter.ts';
import { isObject, objectsAt, textAt } from './fields.ts';
import { readGateway, type Gateway } from './gateway.ts';
import {
  readNamespace,
  readPod,
  readService,
  readWorkloadResource,
  type Namespace,
  type Pod,
  type Service,
  type WorkloadResource,
} from './kubernetes.ts';
import { readLegacyAuthentication, type LegacyAuthenticationPolicy } from './legacy-authentication.ts';
import { readServiceRole, readServiceRoleBinding, type ServiceRole, type ServiceRoleBinding } from './legacy-rbac.ts';
import { readMeshConfig, type MeshConfig } from './mesh-config.ts';
import { nameKey, type Named } from './named.ts';
import { readPeerAuthentication, type PeerAuthentication } from './peer-authentication.ts';
import { manifest, type Manifest } from './resource.ts';
import { readServiceEntry, readWorkloadEntry, type ServiceEntry, type WorkloadEntry } from './service-entry.ts';
import { readSidecar, type Sidecar } from './sidecar.ts';
import { readVirtualService, type VirtualService } from './virtual-service.ts';
import { readWebhooks, type Webhook } from './webhook.ts';

/** A resource of a kind that no reader is for, kept so that nothing disappears unsaid. */
export interface OtherResource {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly place: RawResource['place'];
}

/** Every Kubernetes and Istio object that was read, by kind. */
export interface Policies {
  readonly peerAuthentications: readonly PeerAuthentication[];
  readonly destinationRules: readonly DestinationRule[];
  readonly virtualServices: readonly VirtualService[];
  readonly sidecars: readonly Sidecar[];
  readonly serviceEntries: readonly ServiceEntry[];
  readonly workloadEntries: readonly WorkloadEntry[];
  readonly authorizationPolicies: readonly AuthorizationPolicy[];
  readonly gateways: readonly Gateway[];
  readonly envoyFilters: readonly EnvoyFilter[];
  readonly legacyPolicies: readonly LegacyAuthenticationPolicy[];
  readonly serviceRoles: readonly ServiceRole[];
  readonly serviceRoleBindings: readonly ServiceRoleBinding[];
  readonly meshConfigs: readonly MeshConfig[];
  readonly pods: readonly Pod[];
  readonly workloads: readonly WorkloadResource[];
  readonly services: readonly Service[];
  readonly namespaces: readonly Namespace[];
  readonly webhooks: readonly Webhook[];
  readonly others: readonly OtherResource[];
}

const workloadKinds = [
  ['apps', 'Deployment'],
  ['apps', 'StatefulSet'],
  ['apps', 'DaemonSet'],
  ['apps', 'ReplicaSet'],
  ['batch', 'Job'],
  ['batch', 'CronJob'],
] as const;

const webhookKinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const;

const meshConfigKinds = [
  '/ConfigMap',
  'install.istio.io/IstioOperator',
  'sailoperator.io/Istio',
  'sailoperator.io/IstioRevision',
  '/',
];

/**
 * Reads every Kubernetes object among `resources`; lists are taken apart. An object that stands in
 * them twice (same kind, namespace and name) counts once, as it was read last. `dnsDomain` is the cluster's
 * (`istio/dns-domain.ts`).
 */
export function readPolicies(resources: readonly RawResource[], dnsDomain?: string): Policies {
  const byKind = new Map<string, Manifest[]>();
  for (const each of resources.filter(({ kind }) => kind === 'kubernetes' || kind === 'mesh-config').flatMap(items)) {
    const from = manifest(each, dnsDomain);
    const key = `${from.group}/${from.kind}`;
    const known = byKind.get(key);
    if (known === undefined) byKind.set(key, [from]);
    else known.push(from);
  }
  const take = (key: string): readonly Manifest[] => {
    const found = byKind.get(key) ?? [];
    byKind.delete(key);
    return found;
  };
  const named = <T extends Named>(key: string, read: (from: Manifest) => T): readonly T[] =>
    replaceByName([], take(key).map(read));
  const policies = {
    peerAuthentications: named('security.istio.io/PeerAuthentication', readPeerAuthentication),
    destinationRules: named('networking.istio.io/DestinationRule', readDestinationRule),
    virtualServices: named('networking.istio.io/VirtualService', readVirtualService),
    sidecars: named('networking.istio.io/Sidecar', readSidecar),
    serviceEntries: named('networking.istio.io/ServiceEntry', readServiceEntry),
    workloadEntries: named('networking.istio.io/WorkloadEntry', readWorkloadEntry),
    authorizationPolicies: named('security.istio.io/AuthorizationPolicy', readAuthorizationPolicy),
    gateways: named('networking.istio.io/Gateway', readGateway),
    envoyFilters: named('networking.istio.io/EnvoyFilter', readEnvoyFilter),
    legacyPolicies: [
      ...named('authentication.istio.io/MeshPolicy', readLegacyAuthentication),
      ...named('authentication.istio.io/Policy', readLegacyAuthentication),
    ],
    serviceRoles: named('rbac.istio.io/ServiceRole', readServiceRole),
    serviceRoleBindings: named('rbac.istio.io/ServiceRoleBinding', readServiceRoleBinding),
    meshConfigs: meshConfigKinds.flatMap((key) => take(key).flatMap((from) => readMeshConfig(from) ?? [])),
    pods: named('/Pod', readPod),
    workloads: workloadKinds.flatMap(([group, kind]) =>
      named(`${group}/${kind}`, (from) => readWorkloadResource(kind, from)),
    ),
    services: named('/Service', readService),
    namespaces: named('/Namespace', readNamespace),
    webhooks: webhookKinds.flatMap((kind) => take(`admissionregistration.k8s.io/${kind}`).flatMap(readWebhooks)),
  };
  return { ...policies, others: [...byKind.values()].flat().map(other) };
}

/**
 * `resources` with `changes` on top: one with the same kind, namespace and name is replaced in its
 * place and keeps its age, as an update in a cluster does.
 */
export function replaceByName<T extends Named>(resources: readonly T[], changes: readonly T[]): readonly T[] {
  const merged = new Map(resources.map((each) => [nameKey(each), each]));
  for (const change of changes) {
    const old = merged.get(nameKey(change));
    const created = old?.created ?? change.created;
    merged.set(nameKey(change), created === undefined ? change : { ...change, created });
  }
  return [...merged.values()];
}

// `kubectl get -o yaml` wraps what it prints in a List.
function items(raw: RawResource): readonly RawResource[] {
  if (!(textAt(raw.value, 'kind') ?? '').endsWith('List') || !Array.isArray(raw.value['items'])) return [raw];
  return objectsAt(raw.value, 'items')
    .filter(({ value }) => isObject(value))
    .map(({ value, index }) => ({
      ...raw,
      value: withTypeOf(value, raw.value),
      place: { ...raw.place, pointer: `${raw.place.pointer}/items/${index}` },
    }));
}

// The items of a `PodList` name neither kind nor version.
function withTypeOf(item: JsonObject, list: JsonObject): JsonObject {
  if (textAt(item, 'kind') !== undefined) return item;
  const kind = (textAt(list, 'kind') ?? '').replace(/List$/, '');
  return { apiVersion: textAt(list, 'apiVersion') ?? '', kind, ...item };
}

function other(from: Manifest): OtherResource {
  const metadata = isObject(from.value['metadata']) ? from.value['metadata'] : undefined;
  return {
    group: from.group,
    kind: from.kind,
    namespace: textAt(metadata, 'namespace') ?? '',
    name: textAt(metadata, 'name') ?? '',
    place: from.place,
  };
}
