import { describe, expect, it } from 'vitest';
import type { HttpConnectionManager, NetworkFilter } from '../../../src/envoy/model.ts';
import { readNetworkFilter } from '../../../src/envoy/read/network-filter.ts';
import type { JsonObject } from '../../../src/input/model.ts';

const place = { source: 'a.json', pointer: '/listener' };
const at = '/filter_chains/0/filters/0';

function typed(type: string, config: JsonObject = {}): JsonObject {
  return { name: 'x', typed_config: { '@type': `type.googleapis.com/${type}`, ...config } };
}

function read(filter: JsonObject): NetworkFilter {
  return readNetworkFilter(filter, at, place);
}

function http(config: JsonObject): HttpConnectionManager | undefined {
  const type = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
  const filter = read(typed(type, config));
  return filter.kind === 'http' ? filter.http : undefined;
}

describe('a network filter', () => {
  it.each([
    ['envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', 'tcp'],
    ['envoy.config.filter.network.tcp_proxy.v2.TcpProxy', 'tcp'],
    ['envoy.config.filter.network.http_connection_manager.v2.HttpConnectionManager', 'http'],
    ['envoy.extensions.filters.network.sni_cluster.v3.SniCluster', 'sni-cluster'],
    ['envoy.extensions.filters.network.direct_response.v3.Config', 'direct-response'],
    ['envoy.extensions.filters.network.set_filter_state.v3.Config', 'other'],
    ['envoy.extensions.filters.network.echo.v3.Echo', 'echo'],
    ['envoy.extensions.filters.network.rbac.v3.RBAC', 'rbac'],
    ['acme.tcp_proxy.v1.TcpProxy', 'other'],
  ])('of type %s is %s', (type, kind) => {
    expect(read(typed(type)).kind).toBe(kind);
  });

  it.each([
    ['envoy.tcp_proxy', 'tcp'],
    ['envoy.http_connection_manager', 'http'],
    ['envoy.filters.network.sni_cluster', 'sni-cluster'],
    ['mixer', 'other'],
  ])('named %s is %s where no type is given', (name, kind) => {
    expect(read({ name, config: {} }).kind).toBe(kind);
  });

  it('knows the path of its configuration', () => {
    expect(read({ name: 'envoy.tcp_proxy', config: {} })).toMatchObject({ path: `${at}/config` });
  });

  it('keeps name and type of what it does not understand', () => {
    const filter = typed('envoy.tcp.metadataexchange.config.MetadataExchange');
    expect(read(filter)).toEqual({
      kind: 'other',
      name: 'x',
      typeUrl: 'envoy.tcp.metadataexchange.config.MetadataExchange',
    });
  });
});

describe('a TCP proxy', () => {
  const type = 'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy';

  it('leads to a cluster or to several by weight', () => {
    const weighted = {
      clusters: [
        { name: 'a', weight: 80 },
        { name: 'b', weight: 20 },
      ],
    };
    expect(read(typed(type, { weighted_clusters: weighted }))).toMatchObject({
      tcp: {
        weightedClusters: [
          { name: 'a', weight: 80 },
          { name: 'b', weight: 20 },
        ],
      },
    });
  });

  it('may tunnel', () => {
    expect(read(typed(type, { cluster: 'a', tunneling_config: { hostname: 'b' } }))).toMatchObject({
      tcp: { cluster: 'a', tunnelingHostname: 'b' },
    });
  });

  it('of Istio 1.0 has the routes of API v1', () => {
    const routes = [{ cluster: 'outbound|443||a', destination_ip_list: ['10.0.0.1/32'] }];
    const config = { deprecated_v1: true, value: { route_config: { routes } } };
    expect(read({ name: 'envoy.tcp_proxy', config })).toMatchObject({ tcp: { cluster: 'outbound|443||a' } });
  });
});

describe('an HTTP connection manager', () => {
  it('has its routes by RDS, or of its own', () => {
    expect(http({ rds: { route_config_name: '80' } })?.routeConfigName).toBe('80');
    expect(http({ route_config: { name: 'inbound|8080||' } })?.routeConfig).toMatchObject({
      name: 'inbound|8080||',
      place,
      path: `${at}/typed_config/route_config`,
    });
  });

  it('reads the ALPN that istio.alpn offers, where the first protocol is the enum’s zero', () => {
    const alpn = typed('istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig', {
      alpn_override: [
        { alpn_override: ['istio-http/1.0', 'istio'] },
        { upstream_protocol: 'HTTP2', alpn_override: ['istio-h2', 'istio'] },
      ],
    });
    expect(http({ http_filters: [alpn] })?.httpFilters).toEqual([
      { kind: 'istio-alpn', override: { HTTP10: ['istio-http/1.0', 'istio'], HTTP2: ['istio-h2', 'istio'] } },
    ]);
  });

  it.each([
    [{ mtls: {} }, 'STRICT'],
    [{ mtls: { mode: 'PERMISSIVE' } }, 'PERMISSIVE'],
    [{ jwt: {} }, undefined],
  ])('knows from istio_authn with peer %j that %s was ordered', (peer, mode) => {
    const authn = { name: 'istio_authn', config: { policy: { peers: [peer] } } };
    expect(http({ http_filters: [authn] })?.istioAuthnPeer).toBe(mode);
  });

  it('does not count an HTTP filter that is disabled', () => {
    const rbac = { ...typed('envoy.extensions.filters.http.rbac.v3.RBAC', { rules: {} }), disabled: true };
    expect(http({ http_filters: [rbac] })?.httpFilters[0]?.kind).toBe('other');
  });
});
