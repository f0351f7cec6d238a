/** Parts of configurations that the lab's Envoys are given. */
import type { JsonObject } from '../../../src/input/model.ts';

/** Begins the type of every extension. */
export const v3 = 'type.googleapis.com/envoy.extensions';

/** A cluster with one endpoint. */
export function staticCluster(name: string, address: string, port: number): JsonObject {
  const endpoint = { endpoint: { address: socketAddress(address, port) } };
  return {
    name,
    type: 'STATIC',
    connect_timeout: '10s',
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [endpoint] }] },
  };
}

/** With one route for all; `virtualHost` is more of the host around it, `more` of the manager. */
export function httpConnectionManager(
  route: JsonObject,
  accessLog: readonly JsonObject[] = [],
  virtualHost: JsonObject = {},
  more: JsonObject = {},
): JsonObject {
  return {
    name: 'hcm',
    typed_config: {
      '@type': `${v3}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
      stat_prefix: 'hcm',
      access_log: accessLog,
      http_filters: [{ name: 'router', typed_config: { '@type': `${v3}.filters.http.router.v3.Router` } }],
      route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes: [route], ...virtualHost }] },
      ...more,
    },
  };
}

/** `type` is that of the context. */
export function transportSocket(type: string, tls: JsonObject): JsonObject {
  return { name: 'tls', typed_config: { '@type': `${v3}.transport_sockets.tls.v3.${type}`, ...tls } };
}

/** An access log of JSON lines. */
export function fileLog(path: string, json_format: JsonObject): JsonObject {
  return {
    name: 'file',
    typed_config: { '@type': `${v3}.access_loggers.file.v3.FileAccessLog`, path, log_format: { json_format } },
  };
}

export function socketAddress(address: string, port: number): JsonObject {
  return { socket_address: { address, port_value: port } };
}
