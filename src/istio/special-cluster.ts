/**
 * Clusters that stand for no service: where traffic ends or passes by, and what the proxy itself talks to.
 * They are no edges of the mesh.
 */

/**
 * `blackhole`: refuses; `passthrough`: goes where the client dialled, untouched; `inbound-passthrough`: the same on
 * the way in; `tunnel`: HBONE inside this proxy; `infrastructure`: control plane, telemetry, probes.
 */
export type SpecialCluster = 'blackhole' | 'passthrough' | 'inbound-passthrough' | 'tunnel' | 'infrastructure';

const specials: ReadonlyMap<string, SpecialCluster> = new Map([
  ['BlackHoleCluster', 'blackhole'],
  ['PassthroughCluster', 'passthrough'],
  ['AllowAnyDynamicDNSCluster', 'passthrough'],
  ['InboundPassthroughCluster', 'inbound-passthrough'],
  ['InboundPassthroughClusterIpv4', 'inbound-passthrough'],
  ['InboundPassthroughClusterIpv6', 'inbound-passthrough'],
  ['connect_originate', 'tunnel'],
  ['inner_connect_originate', 'tunnel'],
  ['outer_connect_originate', 'tunnel'],
  ['main_internal', 'tunnel'],
  ['encap', 'tunnel'],
  ['agent', 'infrastructure'],
  ['prometheus_stats', 'infrastructure'],
  ['sds-grpc', 'infrastructure'],
  ['sds-files-grpc', 'infrastructure'],
  ['sds-external', 'infrastructure'],
  ['xds-grpc', 'infrastructure'],
  ['zipkin', 'infrastructure'],
  ['lightstep', 'infrastructure'],
  ['datadog_agent', 'infrastructure'],
  ['envoy_accesslog_service', 'infrastructure'],
  ['envoy_metrics_service', 'infrastructure'],
  ['local_cluster', 'infrastructure'],
]);

/** Undefined for clusters of services, and for those that somebody added by hand. */
export function specialCluster(name: string): SpecialCluster | undefined {
  return specials.get(name) ?? (name.startsWith('inbound-vip|') ? 'tunnel' : undefined);
}
