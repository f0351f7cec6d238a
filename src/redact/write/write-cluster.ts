/** Clusters and their endpoints. */
import type { Cluster, Endpoint, EndpointGroup } from '../../envoy/model.ts';
import type { JsonObject } from '../../input/model.ts';
import { asJson, message, typed, unlessEmpty } from './message.ts';
import type { CertificateForm } from './write-certificates.ts';
import { writeAddress } from './write-listener.ts';
import { writeSocket } from './write-socket.ts';

export function writeCluster(cluster: Cluster, form: CertificateForm): JsonObject {
  const { name, type, edsServiceName, transportSocketMatches, transportSocketMatcher, loadAssignment } = cluster;
  return message({
    name,
    ...(type === 'AGGREGATE' ? { cluster_type: writeAggregate(cluster) } : { type }),
    eds_cluster_config: edsServiceName === name ? undefined : { service_name: edsServiceName },
    connect_timeout: cluster.connectTimeout === undefined ? undefined : `${cluster.connectTimeout / 1000}s`,
    original_dst_lb_config:
      cluster.upstreamPort === undefined ? undefined : { upstream_port_override: cluster.upstreamPort },
    common_lb_config: writePanicThreshold(cluster),
    load_assignment: loadAssignment === undefined ? undefined : writeEndpoints(loadAssignment),
    transport_socket: writeSocket(cluster.transportSocket, form),
    transport_socket_matches: transportSocketMatches.map((entry) => ({
      name: entry.name,
      match: asJson(entry.match),
      transport_socket: writeSocket(entry.transportSocket, form) ?? {},
    })),
    transport_socket_matcher: transportSocketMatcher === undefined ? undefined : asJson(transportSocketMatcher),
    typed_extension_protocol_options: writeHttpOptions(cluster),
    metadata: writeMetadata(cluster),
  });
}

/** Envoy's default goes without saying. */
function writePanicThreshold({ panicBelow }: Cluster): JsonObject | undefined {
  return panicBelow === 50 ? undefined : { healthy_panic_threshold: message({ value: panicBelow }) };
}

function writeAggregate({ aggregate }: Cluster): JsonObject {
  return {
    name: 'envoy.clusters.aggregate',
    typed_config: typed('envoy.extensions.clusters.aggregate.v3.ClusterConfig', { clusters: aggregate }),
  };
}

const protocols = {
  http1: { explicit_http_config: { http_protocol_options: {} } },
  http2: { explicit_http_config: { http2_protocol_options: {} } },
  downstream: { use_downstream_protocol_config: {} },
  auto: { auto_config: {} },
} as const satisfies Record<Cluster['upstreamHttp'], JsonObject>;

function writeHttpOptions({
  upstreamHttp,
  autoSni,
  autoSanValidation,
  overrideAutoSniHeader,
}: Cluster): JsonObject | undefined {
  const sni = message({
    auto_sni: autoSni,
    auto_san_validation: autoSanValidation,
    override_auto_sni_header: overrideAutoSniHeader,
  });
  if (upstreamHttp === 'http1' && Object.keys(sni).length === 0) return undefined;
  const type = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
  return { [type]: typed(type, { upstream_http_protocol_options: unlessEmpty(sni), ...protocols[upstreamHttp] }) };
}

function writeMetadata({ istio }: Cluster): JsonObject | undefined {
  const fields = message({
    config: istio.config,
    subset: istio.subset,
    services: istio.services.map(({ host, name, namespace }) => ({ host, name, namespace })),
    alpn_override: istio.alpnOverride,
    external: istio.external,
  });
  return Object.keys(fields).length === 0 ? undefined : { filter_metadata: { istio: fields } };
}

/** `ClusterLoadAssignment`; endpoints that share their locality's metadata and priority stand together. */
export function writeEndpoints({ clusterName, endpoints }: EndpointGroup): JsonObject {
  const localities: { readonly key: string; readonly head: JsonObject; readonly members: JsonObject[] }[] = [];
  for (const endpoint of endpoints) {
    const head = message({
      priority: endpoint.priority === 0 ? undefined : endpoint.priority,
      metadata: metadata({
        ...socketMatch(endpoint.localitySocketMatchMetadata),
        ...others(endpoint.localityOtherMetadata),
      }),
    });
    const key = JSON.stringify(head);
    const last = localities.at(-1);
    if (last?.key === key) last.members.push(writeEndpoint(endpoint));
    else localities.push({ key, head, members: [writeEndpoint(endpoint)] });
  }
  return message({
    cluster_name: clusterName,
    endpoints: localities.map(({ head, members }) => ({ ...head, lb_endpoints: members })),
  });
}

function writeEndpoint(endpoint: Endpoint): JsonObject {
  const { address, hostname, health, weight, workload, originalDst } = endpoint;
  const nowhere = address.kind === 'ip' && address.ip === '' && address.port === 0;
  return message({
    endpoint: message({ address: nowhere ? undefined : writeAddress(address), hostname }),
    health_status: health === 'UNKNOWN' ? undefined : health,
    load_balancing_weight: weight,
    metadata: metadata({
      ...socketMatch(endpoint.socketMatchMetadata),
      ...(workload !== undefined && { istio: { workload } }),
      ...(originalDst !== undefined && { 'envoy.filters.listener.original_dst': { local: ipPort(originalDst) } }),
      ...others(endpoint.otherMetadata),
    }),
  });
}

function ipPort({ ip, port }: { readonly ip: string; readonly port: number }): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function metadata(fields: JsonObject): JsonObject | undefined {
  return Object.keys(fields).length === 0 ? undefined : { filter_metadata: fields };
}

function socketMatch(marks: Endpoint['socketMatchMetadata']): JsonObject {
  return marks === undefined ? {} : { 'envoy.transport_socket_match': asJson(marks) };
}

function others(fields: Endpoint['otherMetadata']): JsonObject {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, asJson(value)]));
}

/** One entry of `/clusters`, which has no metadata. */
export function writeClusterStatus({ clusterName, endpoints }: EndpointGroup): JsonObject {
  return {
    name: clusterName,
    host_statuses: endpoints.map((endpoint) =>
      message({
        address: writeAddress(endpoint.address),
        hostname: endpoint.hostname,
        health_status: endpoint.health === 'UNKNOWN' ? undefined : { eds_health_status: endpoint.health },
        weight: endpoint.weight,
        priority: endpoint.priority === 0 ? undefined : endpoint.priority,
      }),
    ),
  };
}
