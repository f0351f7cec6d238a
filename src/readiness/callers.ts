/** Who may call without mutual TLS and is not asked, because no dump tells what it does. */
import type { Mesh } from '../edge/mesh.ts';
import { parseWorkload } from '../istio/workload-string.ts';
import type { Pod } from '../policy/kubernetes.ts';
import type { Policies } from '../policy/policies.ts';
import { compareText } from '../policy/resource.ts';

/** A workload that appears among endpoints or pods. */
export interface Caller {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
}

/** Workloads without a proxy: whatever they send is plaintext, or their own TLS. */
export function callersWithoutProxy(mesh: Mesh, policies: Policies): readonly Caller[] {
  const bare = listed(mesh).filter(({ marked, address }) => !marked && mesh.proxyAt(address) === undefined);
  const pods = policies.pods.filter((pod) => !hasProxy(pod)).flatMap(podCallers);
  return unique([...bare, ...pods]);
}

/** Workloads that have a proxy no dump of which was read: what they send is not known. */
export function callersUnseen(mesh: Mesh, policies: Policies): readonly Caller[] {
  const marked = listed(mesh).filter((each) => each.marked && mesh.proxyAt(each.address) === undefined);
  const pods = policies.pods.filter(hasProxy).flatMap(podCallers);
  return unique([...marked, ...pods.filter(({ address }) => mesh.proxyAt(address) === undefined)]);
}

/** Whether a pod has Istio's proxy, as a container or as a native sidecar. */
export function hasProxy({ containers, podLabels }: Pod): boolean {
  return containers.includes('istio-proxy') || podLabels['security.istio.io/tlsMode'] === 'istio';
}

function podCallers({ name, namespace, ips }: Pod): readonly Caller[] {
  return ips.map((address) => ({ name, namespace, address }));
}

function listed({ proxies }: Mesh): readonly (Caller & { readonly marked: boolean })[] {
  const found = new Map<string, Caller & { readonly marked: boolean }>();
  for (const { endpoints } of proxies) {
    for (const group of endpoints.filter(({ clusterName }) => clusterName.startsWith('outbound|'))) {
      for (const { address, workload, socketMatchMetadata } of group.endpoints) {
        if (address.kind !== 'ip' || !group.metadataKnown) continue;
        const { name, namespace } = parseWorkload(workload ?? '');
        const marked = socketMatchMetadata?.['tlsMode'] === 'istio' || socketMatchMetadata?.['tunnel'] !== undefined;
        const before = found.get(address.ip);
        found.set(address.ip, { name, namespace, address: address.ip, marked: marked || before?.marked === true });
      }
    }
  }
  return [...found.values()];
}

function unique(callers: readonly Caller[]): readonly Caller[] {
  const byAddress = new Map(callers.map(({ name, namespace, address }) => [address, { name, namespace, address }]));
  return [...byAddress.values()].toSorted(
    (a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name) || compareText(a.address, b.address),
  );
}
