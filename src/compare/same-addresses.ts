/**
 * Which address of before is which of after. A rollout gives every pod a new address; the workload behind it is
 * known from the pod's own dump, or from what istiod wrote about the endpoint.
 */
import type { Endpoint, Proxy } from '../envoy/model.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { ProxyPair } from './pair-proxies.ts';
import { workloadKey, workloadOfEndpoint } from './workload-key.ts';

/** Addresses of before, and what they are called in terms of after; those that stayed are not in it. */
export type AddressMap = ReadonlyMap<string, string>;

/** Matches pods by their pair, then the other endpoints of each workload in order. */
export function sameAddresses(before: Mesh, after: Mesh, pairs: readonly ProxyPair[]): AddressMap {
  const map = new Map<string, string>();
  const taken = new Set<string>();
  for (const pair of pairs) {
    if (pair.kind !== 'both' || pair.by === 'replica') continue;
    for (const [index, ip] of pair.before.node.ips.entries()) {
      const other = pair.after.node.ips[index];
      if (other === undefined || map.has(ip)) continue;
      map.set(ip, other);
      taken.add(other);
    }
  }
  const [owned, ownedAfter] = [ownersOf(before), ownersOf(after)];
  const free = remaining(ownedAfter, (ip) => !taken.has(ip));
  const left = remaining(owned, (ip) => !map.has(ip));
  for (const [workload, ips] of left) pairUp(ips, free.get(workload) ?? [], map);
  moveAside(owned, ownedAfter, map);
  return new Map([...map].filter(([from, to]) => from !== to));
}

/** Addresses that stayed stay; the others are matched in order. */
function pairUp(before: readonly string[], after: readonly string[], map: Map<string, string>): void {
  const stayed = before.filter((ip) => after.includes(ip));
  for (const ip of stayed) map.set(ip, ip);
  const come = after.filter((ip) => !stayed.includes(ip));
  const gone = before.filter((ip) => !stayed.includes(ip));
  for (const [index, ip] of gone.entries()) {
    const other = come[index];
    if (other !== undefined) map.set(ip, other);
  }
}

/** An address that a pod gave up and another workload's pod got is out of the way: class E is nobody's (RFC 1112). */
function moveAside(before: Owners, after: Owners, map: Map<string, string>): void {
  let next = 0;
  for (const [ip, owner] of before) {
    if (map.has(ip) || !after.has(ip) || after.get(ip) === owner) continue;
    next += 1;
    map.set(ip, `240.${(next >> 16) & 255}.${(next >> 8) & 255}.${next & 255}`);
  }
}

type Owners = ReadonlyMap<string, string>;

function ownersOf({ proxies }: Mesh): Owners {
  const owners = new Map<string, string>();
  for (const proxy of proxies) for (const ip of proxy.node.ips) owners.set(ip, workloadKey(proxy));
  for (const endpoint of proxies.flatMap(endpointsOf)) {
    const ip = endpoint.originalDst?.ip ?? (endpoint.address.kind === 'ip' ? endpoint.address.ip : undefined);
    const workload = workloadOfEndpoint(endpoint);
    if (ip !== undefined && workload !== undefined && !owners.has(ip)) owners.set(ip, workload);
  }
  return owners;
}

function endpointsOf({ endpoints, clusters }: Proxy): readonly Endpoint[] {
  const groups = [...endpoints, ...clusters.flatMap(({ loadAssignment }) => loadAssignment ?? [])];
  return groups.flatMap((group) => group.endpoints);
}

function remaining(owners: Owners, wanted: (ip: string) => boolean): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [ip, workload] of [...owners].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (wanted(ip)) groups.set(workload, [...(groups.get(workload) ?? []), ip]);
  }
  return groups;
}
