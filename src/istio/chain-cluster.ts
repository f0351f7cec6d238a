/** Where the connections of a filter chain go. */
import type { FilterChain, NetworkFilter, RouteConfiguration } from '../envoy/model.ts';

/** Every cluster that the chain's own filters name; routes that come by RDS are not among them. */
export function clustersOfChain(chain: FilterChain): readonly string[] {
  return chain.filters.flatMap(clustersOfFilter);
}

function clustersOfFilter(filter: NetworkFilter): readonly string[] {
  if (filter.kind === 'tcp') {
    const { cluster, weightedClusters } = filter.tcp;
    const weighted = weightedClusters.map(({ name }) => name);
    return cluster === undefined ? weighted : [cluster, ...weighted];
  }
  if (filter.kind !== 'http' || filter.http.routeConfig === undefined) return [];
  return clustersOfRoutes(filter.http.routeConfig);
}

function clustersOfRoutes(routes: RouteConfiguration): readonly string[] {
  return routes.virtualHosts
    .flatMap((host) => host.routes)
    .flatMap(({ action }) => {
      if (action.kind === 'cluster') return [action.cluster];
      return action.kind === 'weighted' ? action.clusters.map(({ name }) => name) : [];
    });
}
