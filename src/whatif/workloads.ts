/** Who stands behind an address: what dumps and manifests say of workloads. */
import type { Endpoint, Proxy } from '../envoy/model.ts';
import { parseWorkload } from '../istio/workload-string.ts';
import type { Labels } from '../policy/fields.ts';
import type { Policies } from '../policy/policies.ts';

/** A workload by one of its addresses. */
export interface KnownWorkload {
  readonly ip: string;
  readonly proxy?: Proxy;
  /** Empty where it is not known. */
  readonly namespace: string;
  /** Undefined: no dump and no manifest tells them. */
  readonly labels?: Labels;
  readonly serviceAccount: string;
  /** Some client has it marked `tlsMode: istio`. */
  readonly marked: boolean;
}

export interface Workloads {
  /**
   * The workload behind an address. A ServiceEntry may say of an address what it likes: its word
   * counts for endpoints of `host`, and there alone.
   */
  readonly at: (ip: string, host: string) => KnownWorkload | undefined;
  readonly all: readonly KnownWorkload[];
}

/**
 * Workloads by address. Labels come from manifests (WorkloadEntry, Pod) where there are any, else
 * from the pod's own proxy, which has them among its node metadata.
 */
export function workloadsOf(proxies: readonly Proxy[], policies: Policies): Workloads {
  const byIp = new Map<string, KnownWorkload>();
  const put = (ip: string, facts: Partial<KnownWorkload>): void => {
    const known = byIp.get(ip) ?? { ip, namespace: '', serviceAccount: '', marked: false };
    byIp.set(ip, { ...known, ...facts });
  };
  for (const proxy of proxies) {
    for (const group of proxy.endpoints) {
      for (const endpoint of group.endpoints) putEndpoint(endpoint, put);
    }
  }
  for (const proxy of proxies) {
    const { namespace, labels, serviceAccount, ips } = proxy.node;
    for (const ip of ips) put(ip, { proxy, namespace, labels, serviceAccount });
  }
  for (const { ips, namespace, podLabels, serviceAccount } of policies.pods) {
    for (const ip of ips) put(ip, { namespace, labels: podLabels, serviceAccount });
  }
  for (const { address, namespace, labels, serviceAccount } of policies.workloadEntries) {
    put(address, { namespace, labels, ...(serviceAccount === '' ? {} : { serviceAccount }) });
  }
  const entered = enteredWorkloads(policies);
  return { at: (ip, host) => entered.get(`${host} ${ip}`) ?? byIp.get(ip), all: [...byIp.values()] };
}

/** Endpoints that ServiceEntries list themselves, by host and address. */
function enteredWorkloads({ serviceEntries }: Policies): ReadonlyMap<string, KnownWorkload> {
  const entered = serviceEntries.flatMap(({ hosts, endpoints, namespace }) =>
    hosts.flatMap((host) =>
      endpoints.map(({ address: ip, labels, serviceAccount }) => {
        const workload: KnownWorkload = { ip, namespace, labels, serviceAccount, marked: false };
        return [`${host} ${ip}`, workload] as const;
      }),
    ),
  );
  return new Map(entered);
}

function putEndpoint(endpoint: Endpoint, put: (ip: string, facts: Partial<KnownWorkload>) => void): void {
  const ip = endpointIp(endpoint);
  if (ip === undefined) return;
  const namespace = parseWorkload(endpoint.workload ?? '').namespace;
  put(ip, {
    ...(namespace === '' ? {} : { namespace }),
    ...(endpoint.socketMatchMetadata?.['tlsMode'] === 'istio' ? { marked: true } : {}),
  });
}

/** The address a connection ends at, behind HBONE's internal address too. */
export function endpointIp({ address, originalDst }: Endpoint): string | undefined {
  return address.kind === 'ip' ? address.ip : originalDst?.ip;
}

/** `ip:port` of an endpoint. */
export function endpointAddress({ address, originalDst }: Endpoint): string {
  const target = address.kind === 'ip' ? address : originalDst;
  if (target === undefined) return '';
  return target.ip.includes(':') ? `[${target.ip}]:${target.port}` : `${target.ip}:${target.port}`;
}
