import type { Pod, Service } from './kubernetes.ts';
import type { Policies } from './policies.ts';
import type { Workload } from './selector.ts';

/** Kubernetes' manifests, to be looked up. */
export interface ManifestIndex {
  readonly pod: (namespace: string, name: string) => Pod | undefined;
  /** The first of those that have this address. */
  readonly podAt: (ip: string) => Pod | undefined;
  readonly service: (namespace: string, name: string) => Service | undefined;
  /** The labels of all pods. */
  readonly workloads: readonly Workload[];
}

export function indexManifests({ pods, services }: Pick<Policies, 'pods' | 'services'>): ManifestIndex {
  const podsByName = new Map(pods.map((pod) => [nameOf(pod), pod]));
  // Of equal keys the last one stays.
  const podsByIp = new Map(pods.toReversed().flatMap((pod) => pod.ips.map((ip) => [ip, pod] as const)));
  const servicesByName = new Map(services.map((service) => [nameOf(service), service]));
  return {
    pod: (namespace, name) => podsByName.get(nameOf({ namespace, name })),
    podAt: (ip) => podsByIp.get(ip),
    service: (namespace, name) => servicesByName.get(nameOf({ namespace, name })),
    workloads: pods.map(({ namespace, podLabels }) => ({ namespace, labels: podLabels })),
  };
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
