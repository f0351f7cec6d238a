import { describe, expect, it } from 'vitest';
import { Interned } from '../../../src/envoy/intern.ts';
import type { Cluster } from '../../../src/envoy/model.ts';
import { readCluster } from '../../../src/envoy/read/cluster.ts';
import type { JsonObject } from '../../../src/input/model.ts';
import { raw } from '../raw.ts';

const httpOptions = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

function read(cluster: JsonObject): Cluster {
  return readCluster(raw('cluster', { name: 'outbound|80||web', ...cluster }), new Interned());
}

describe('a cluster', () => {
  it.each<[JsonObject, Cluster['type']]>([
    [{}, 'STATIC'],
    [{ type: 'EDS' }, 'EDS'],
    [{ type: 'ORIGINAL_DST' }, 'ORIGINAL_DST'],
    [{ type: 'HOLOGRAM' }, 'OTHER'],
    [{ cluster_type: { name: 'envoy.clusters.redis' } }, 'OTHER'],
  ])('with %j is of type %s', (cluster, type) => {
    expect(read(cluster).type).toBe(type);
  });

  it('resolves names by the newer extension, too', () => {
    const typed = {
      '@type': 'type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster',
      all_addresses_in_single_endpoint: true,
    };
    expect(read({ cluster_type: { name: 'x', typed_config: typed } }).type).toBe('LOGICAL_DNS');
  });

  it('may be made of others, in order of priority', () => {
    const typed = {
      '@type': 'type.googleapis.com/envoy.extensions.clusters.aggregate.v3.ClusterConfig',
      clusters: ['a', 'b'],
    };
    expect(read({ cluster_type: { name: 'x', typed_config: typed } })).toMatchObject({
      type: 'AGGREGATE',
      aggregate: ['a', 'b'],
    });
  });

  it('finds its endpoints under its service name, else under its own', () => {
    expect(read({ eds_cluster_config: { service_name: 'a' } }).edsServiceName).toBe('a');
    expect(read({ edsClusterConfig: {} }).edsServiceName).toBe('outbound|80||web');
  });

  it('has transport socket matches in order, with the keys of their match as they stand', () => {
    const matches = [
      { name: 'tlsMode-istio', match: { tlsMode: 'istio' }, transportSocket: { name: 'tls' } },
      { name: 'tlsMode-disabled', match: {}, transportSocket: { name: 'raw_buffer' } },
    ];
    expect(read({ transportSocketMatches: matches }).transportSocketMatches).toMatchObject([
      { name: 'tlsMode-istio', match: { tlsMode: 'istio' }, transportSocket: { kind: 'tls' } },
      { name: 'tlsMode-disabled', match: {}, transportSocket: { kind: 'raw' } },
    ]);
  });

  it.each<[JsonObject, Cluster['upstreamHttp']]>([
    [{ explicit_http_config: { http2_protocol_options: {} } }, 'http2'],
    [{ explicit_http_config: { http_protocol_options: {} } }, 'http1'],
    [{ auto_config: {} }, 'auto'],
    [{ use_downstream_protocol_config: {} }, 'downstream'],
  ])('speaks HTTP by %j as %s', (options, expected) => {
    expect(read({ typed_extension_protocol_options: { [httpOptions]: options } }).upstreamHttp).toBe(expected);
  });

  it.each<[JsonObject, Cluster['upstreamHttp']]>([
    [{}, 'http1'],
    [{ http2_protocol_options: {} }, 'http2'],
    [{ protocol_selection: 'USE_DOWNSTREAM_PROTOCOL' }, 'downstream'],
  ])('spoke HTTP by %j as %s before 1.17', (cluster, expected) => {
    expect(read(cluster).upstreamHttp).toBe(expected);
  });

  it('takes SNI and SAN from the request where it says so', () => {
    const sni = { auto_sni: true, auto_san_validation: true, override_auto_sni_header: 'x-host' };
    const options = { [httpOptions]: { upstream_http_protocol_options: sni } };
    expect(read({ typed_extension_protocol_options: options })).toMatchObject({
      autoSni: true,
      autoSanValidation: true,
      overrideAutoSniHeader: 'x-host',
    });
  });

  it('names the rule, the subset and the services behind it', () => {
    const istio = {
      config: '/apis/networking.istio.io/v1/namespaces/demo/destination-rule/web',
      subset: 'v1',
      services: [{ host: 'web.demo', name: 'web', namespace: 'demo' }],
      alpn_override: 'false',
      external: true,
    };
    expect(read({ metadata: { filter_metadata: { istio } } }).istio).toEqual({
      config: istio.config,
      subset: 'v1',
      services: istio.services,
      alpnOverride: 'false',
      external: true,
    });
  });

  it.each(['hosts', 'hidden_envoy_deprecated_hosts'])('has endpoints of its own in v2’s %s', (field) => {
    const hosts = [{ socket_address: { address: '10.0.0.1', port_value: 80 } }];
    expect(read({ [field]: hosts }).loadAssignment?.endpoints).toMatchObject([
      { address: { kind: 'ip', ip: '10.0.0.1', port: 80 }, path: `/${field}/0` },
    ]);
  });

  it('dials another port where it says so', () => {
    expect(read({ original_dst_lb_config: { upstream_port_override: 15008 } }).upstreamPort).toBe(15008);
  });
});
