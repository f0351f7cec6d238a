/** Network and HTTP filters: those that bear on TLS and identity with their content, of the others the name. */
import { extensionKind } from '../../envoy/read/extension.ts';
import type { HttpConnectionManager, HttpFilter, NetworkFilter, TcpProxy } from '../../envoy/model.ts';
import type { JsonObject } from '../../input/model.ts';
import { message, typed } from './message.ts';
import { writeRbac } from './write-rbac.ts';
import { writeRoutes, writeWeighted } from './write-routes.ts';

const network = 'envoy.extensions.filters.network.';

export function writeNetworkFilter(filter: NetworkFilter): JsonObject {
  switch (filter.kind) {
    case 'http':
      return named(
        'http_connection_manager',
        typed(`${network}http_connection_manager.v3.HttpConnectionManager`, manager(filter.http)),
      );
    case 'tcp':
      return named('tcp_proxy', typed(`${network}tcp_proxy.v3.TcpProxy`, tcpProxy(filter.tcp)));
    case 'sni-cluster':
      return named('sni_cluster', typed(`${network}sni_cluster.v3.SniCluster`));
    case 'rbac':
      return named('rbac', typed(`${network}rbac.v3.RBAC`, writeRbac(filter.rbac)));
    case 'direct-response':
      return named('direct_response', typed(`${network}direct_response.v3.Config`));
    case 'echo':
      return named('echo', typed(`${network}echo.v3.Echo`));
    case 'other':
      return writeOther(filter);
  }
}

function named(name: string, config: JsonObject): JsonObject {
  return { name: `envoy.filters.network.${name}`, typed_config: config };
}

/** A filter that nobody reads: its name and its type. */
function writeOther({ name, typeUrl }: { readonly name: string; readonly typeUrl: string }): JsonObject {
  return typeUrl === '' ? { name } : { name, typed_config: typed(typeUrl) };
}

function tcpProxy({ cluster, weightedClusters, tunnelingHostname }: TcpProxy): JsonObject {
  return message({
    cluster,
    weighted_clusters: weightedClusters.length === 0 ? undefined : writeWeighted(weightedClusters),
    tunneling_config: tunnelingHostname === undefined ? undefined : { hostname: tunnelingHostname },
  });
}

function manager({
  codec,
  routeConfigName,
  routeConfig,
  httpFilters,
  istioAuthnPeer,
  stripsHostPort,
}: HttpConnectionManager): JsonObject {
  return message({
    codec_type: codec === 'AUTO' ? undefined : codec,
    rds: routeConfigName === undefined ? undefined : { route_config_name: routeConfigName },
    route_config: routeConfig === undefined ? undefined : writeRoutes(routeConfig),
    strip_any_host_port: stripsHostPort === 'any',
    strip_matching_host_port: stripsHostPort === 'matching',
    http_filters: httpFilters.map((filter) => writeHttpFilter(filter, istioAuthnPeer)),
  });
}

function writeHttpFilter(filter: HttpFilter, peer: HttpConnectionManager['istioAuthnPeer']): JsonObject {
  switch (filter.kind) {
    case 'rbac':
      return {
        name: 'envoy.filters.http.rbac',
        typed_config: typed('envoy.extensions.filters.http.rbac.v3.RBAC', writeRbac(filter.rbac)),
      };
    case 'istio-alpn':
      return {
        name: 'istio.alpn',
        typed_config: typed('istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig', {
          alpn_override: Object.entries(filter.override).map(([protocol, list]) => ({
            upstream_protocol: protocol,
            alpn_override: list,
          })),
        }),
      };
    case 'other':
      return writeOtherHttp(filter, peer);
  }
}

/** The legacy `istio_authn` filter keeps the mode in it; a known filter is other only where it is switched off. */
function writeOtherHttp(
  filter: HttpFilter & { readonly kind: 'other' },
  peer: HttpConnectionManager['istioAuthnPeer'],
): JsonObject {
  const kind = extensionKind({ type: filter.typeUrl, name: filter.name });
  const written = writeOther(filter);
  if (kind === 'rbac' || kind === 'alpn') return { ...written, disabled: true };
  if (peer === undefined || (kind !== 'authn' && kind !== 'istio_authn')) return written;
  const policy = { peers: [{ mtls: { mode: peer } }] };
  if (filter.typeUrl === '') return { ...written, config: { policy } };
  return { ...written, typed_config: typed(filter.typeUrl, { policy }) };
}
