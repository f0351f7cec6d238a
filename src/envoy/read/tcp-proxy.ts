/** `TcpProxy`, v2 and v3, and the `deprecated_v1` form that Istio 1.0 wrote. */
import type { JsonObject } from '../../input/model.ts';
import { flag, message, messageOrEmpty, messages, number, text } from './fields.ts';
import type { TcpProxy, WeightedCluster } from '../model.ts';
import { present } from '../present.ts';

export function readTcpProxy(config: JsonObject): TcpProxy {
  const isVersion1 = flag(config, 'deprecated_v1') === true;
  return present({
    cluster: isVersion1 ? version1Cluster(messageOrEmpty(config, 'value')) : text(config, 'cluster'),
    weightedClusters: readWeightedClusters(messageOrEmpty(config, 'weighted_clusters')),
    tunnelingHostname: text(messageOrEmpty(config, 'tunneling_config'), 'hostname'),
  });
}

/** `weighted_clusters` of a TCP proxy or a route; an absent weight is 0. */
export function readWeightedClusters(holder: JsonObject): readonly WeightedCluster[] {
  return messages(holder, 'clusters').map((cluster) => ({
    name: text(cluster, 'name') ?? '',
    weight: number(cluster, 'weight') ?? 0,
  }));
}

/**
 * API v1 had a list of routes, tried in order. Istio 1.0 wrote one per listener, repeating the cluster for each
 * address of the service.
 */
function version1Cluster(value: JsonObject): string | undefined {
  const routes = messages(message(value, 'route_config') ?? value, 'routes');
  return routes.map((route) => text(route, 'cluster')).find((cluster) => cluster !== undefined);
}
