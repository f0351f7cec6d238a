/** All walks in one Envoy, which is client and server of each. */
import type { JsonObject } from '../../../src/input/model.ts';
import { fileLog, httpConnectionManager, socketAddress, staticCluster, v3 } from '../lab/config.ts';
import type { Scene } from './case.ts';
import type { Parts } from './parts.ts';

/** Where a walk begins and ends. */
export interface Walk {
  readonly id: string;
  readonly scene: Scene;
  readonly entry: { readonly ip: string; readonly port: number };
  readonly end: { readonly ip: string; readonly port: number };
}

export function layOut(walks: readonly Walk[], parts: Parts, logs: { client: string; server: string }): JsonObject {
  return {
    static_resources: {
      clusters: walks.flatMap((walk) => clusters(walk, parts)),
      listeners: walks.flatMap((walk) => [entry(walk, logs.client), end(walk, parts, logs.server)]),
    },
  };
}

function clusters({ id, scene, end: { ip, port } }: Walk, parts: Parts): readonly JsonObject[] {
  const endpoint = { endpoint: { address: socketAddress(ip, port) }, ...scene.endpoint };
  const name = scene.aggregate === true ? `${id}-member` : id;
  const cluster = {
    ...staticCluster(name, ip, port),
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [endpoint] }] },
    ...scene.cluster(parts),
  };
  if (scene.aggregate !== true) return [cluster];
  const typed_config = { '@type': `${v3}.clusters.aggregate.v3.ClusterConfig`, clusters: [name] };
  return [
    cluster,
    {
      name: id,
      connect_timeout: '10s',
      lb_policy: 'CLUSTER_PROVIDED',
      cluster_type: { name: 'envoy.clusters.aggregate', typed_config },
    },
  ];
}

function entry({ id, scene, entry: { ip, port } }: Walk, log: string): JsonObject {
  const format = { case: id, flags: '%RESPONSE_FLAGS%', status: '%RESPONSE_CODE%' };
  const access_log = [fileLog(log, format)];
  const filter = scene.speaks === 'tcp' ? tcpProxy(id, access_log) : httpProxy(id, scene, access_log);
  return { name: `${id}-entry`, address: socketAddress(ip, port), filter_chains: [{ filters: [filter] }] };
}

function httpProxy(cluster: string, scene: Scene, access_log: readonly JsonObject[]): JsonObject {
  const route = { match: { prefix: '/' }, route: { cluster, ...scene.route } };
  return httpConnectionManager(route, access_log, scene.virtualHost, scene.manager);
}

function tcpProxy(cluster: string, access_log: readonly JsonObject[]): JsonObject {
  const type = `${v3}.filters.network.tcp_proxy.v3.TcpProxy`;
  return { name: 'tcp', typed_config: { '@type': type, stat_prefix: 'tcp', cluster, access_log } };
}

function end({ id, scene, end: { ip, port } }: Walk, parts: Parts, log: string): JsonObject {
  const format = { case: id, version: '%DOWNSTREAM_TLS_VERSION%', peer: '%DOWNSTREAM_PEER_FINGERPRINT_256%' };
  return {
    name: `${id}-end`,
    address: socketAddress(ip, port),
    access_log: [fileLog(log, format)],
    ...scene.server(parts),
  };
}
