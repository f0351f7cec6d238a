import type { Pod, Service } from './kubernetes.ts';
import type { Policies } from './policies.ts';
import type { Workload } from './selector.ts';

/** Kubernetes' manifests, to be looked up; of several that are called alike, or have one address, the first. */
export interface ManifestIndex {
  readonly pod: (namespace: string, name: string) => Pod | undefined;
  readonly podAt: (ip: string) => Pod | undefined;
  readonly service: (namespace: string, name: string) => Service | undefined;
  /** The labels of all pods. */
  readonly workloads: readonly Workload[];
}

export function indexManifests({ pods, services }: Pick<Policies, 'pods' | 'services'>): ManifestIndex {
  const podsByName = firstOfEach(pods.map((pod) => [nameOf(pod), pod]));
  const podsByIp = firstOfEach(pods.flatMap((pod) => pod.ips.map((ip) => [ip, pod] as const)));
  const servicesByName = firstOfEach(services.map((service) => [nameOf(service), service]));
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

function firstOfEach<T>(entries: readonly (readonly [key: string, value: T])[]): ReadonlyMap<string, T> {
  // Of equal keys the last one stays.
  return new Map(entries.toReversed());
}
