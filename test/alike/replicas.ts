import type { Cluster, FilterChain, Listener, NetworkFilter, Proxy } from '../../src/envoy/model.ts';
import type { Place } from '../../src/evidence.ts';

/** Another pod that is told what this one is told: called otherwise, elsewhere in another file, and later. */
export function replicaOf(
  client: Proxy,
  number: number,
  { workload = client.node.workload, labels = client.node.labels } = {},
): Proxy {
  const name = `${client.name}-replica-${number}`;
  const source = `replicas/"${number}"/${client.name}.json`;
  const moved = <T extends { readonly place: Place }>(placed: T): T => ({
    ...placed,
    place: { ...placed.place, source, pointer: shifted(placed.place.pointer, number), start: 0, end: 1, depth: 1 },
  });
  const later = { lastUpdated: `2026-01-0${number}T00:00:00Z`, versionInfo: `replica/${number}` };
  const cluster = (each: Cluster): Cluster => ({
    ...moved(each),
    ...later,
    ...(each.loadAssignment !== undefined && { loadAssignment: moved(each.loadAssignment) }),
  });
  const filter = (each: NetworkFilter): NetworkFilter =>
    each.kind === 'http' && each.http.routeConfig !== undefined
      ? { ...each, http: { ...each.http, routeConfig: moved(each.http.routeConfig) } }
      : each;
  const chain = (each: FilterChain): FilterChain => ({ ...each, filters: each.filters.map(filter) });
  const listener = (each: Listener): Listener => ({
    ...moved(each),
    ...later,
    filterChains: each.filterChains.map(chain),
    ...(each.defaultFilterChain !== undefined && { defaultFilterChain: chain(each.defaultFilterChain) }),
  });
  return {
    ...client,
    name,
    updated: later.lastUpdated,
    sources: [source],
    clusters: client.clusters.map(cluster),
    listeners: client.listeners.map(listener),
    endpoints: client.endpoints.map(moved),
    routes: client.routes.map(moved),
    secrets: client.secrets.map((secret) => ({ ...moved(secret), ...later })),
    node: {
      ...client.node,
      id: `sidecar~172.16.0.${number}~${name}~cluster.local`,
      pod: client.node.pod === '' ? '' : `${client.node.pod}-${number}`,
      ips: client.node.ips.map((ip) => (ip.includes(':') ? `fd00:1::${number}` : `172.16.${name.length}.${number}`)),
      workload,
      labels,
    },
  };
}

/** As where the dump lists other things before. */
function shifted(pointer: string, by: number): string {
  return pointer.replace(/(?<=\/)\d+(?=\/)/u, (digits) => String(Number(digits) + by));
}
