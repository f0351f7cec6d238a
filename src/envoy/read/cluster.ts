/** `config.cluster.v3.Cluster` and `api.v2.Cluster`. */
import type { JsonObject, RawResource } from '../../input/model.ts';
import { extensionKind, readExtension, simpleName } from './extension.ts';
import { flag, message, messageOrEmpty, messages, milliseconds, number, text, texts } from './fields.ts';
import type { Interned } from '../intern.ts';
import { toSnakeCase } from './snake-case.ts';
import type { Cluster, EndpointGroup, IstioClusterMetadata, TransportSocketMatch } from '../model.ts';
import { present } from '../present.ts';
import { readLoadAssignment, readV2Hosts } from './endpoints.ts';
import { readTransportSocket } from './transport-socket.ts';
import { readUpstreamHttp } from './upstream-http.ts';
import { resource } from '../resource.ts';
import { filterMetadata, stringIn } from './struct.ts';

const types = ['STATIC', 'EDS', 'STRICT_DNS', 'LOGICAL_DNS', 'ORIGINAL_DST'] as const;
const v2Hosts = ['hosts', 'hidden_envoy_deprecated_hosts'] as const;
const noMatch: Readonly<Record<string, unknown>> = Object.freeze({});

export function readCluster(raw: RawResource, interned: Interned): Cluster {
  const cluster = raw.value;
  const name = text(cluster, 'name') ?? '';
  const matcher = message(cluster, 'transport_socket_matcher');
  return present({
    ...resource(raw, name),
    type: readType(cluster),
    edsServiceName: text(messageOrEmpty(cluster, 'eds_cluster_config'), 'service_name') || name,
    transportSocket: readTransportSocket(cluster, 'upstream', interned),
    transportSocketMatches: messages(cluster, 'transport_socket_matches').map((entry) =>
      readTransportSocketMatch(entry, interned),
    ),
    transportSocketMatcher: matcher === undefined ? undefined : toSnakeCase(matcher),
    loadAssignment: readOwnEndpoints(raw, name),
    aggregate: readAggregate(cluster),
    ...readUpstreamHttp(cluster),
    connectTimeout: milliseconds(cluster, 'connect_timeout'),
    upstreamPort: number(messageOrEmpty(cluster, 'original_dst_lb_config'), 'upstream_port_override'),
    panicBelow: readPanicThreshold(cluster) || undefined,
    istio: readIstioMetadata(cluster),
  });
}

/** `type`, whose zero STATIC is left out in JSON, or `cluster_type`, an extension. */
function readType(cluster: JsonObject): Cluster['type'] {
  const custom = message(cluster, 'cluster_type');
  if (custom === undefined) {
    const written = text(cluster, 'type') ?? 'STATIC';
    return types.find((type) => type === written) ?? 'OTHER';
  }
  const extension = readExtension(custom);
  if (simpleName(extension.type) === 'DnsCluster') {
    return flag(extension.config, 'all_addresses_in_single_endpoint') === true ? 'LOGICAL_DNS' : 'STRICT_DNS';
  }
  const kind = extensionKind(extension).toUpperCase();
  return kind === 'AGGREGATE' ? kind : (types.find((type) => type === kind) ?? 'OTHER');
}

/** `common_lb_config.healthy_panic_threshold`, a `Percent` whose zero is left out in JSON. */
function readPanicThreshold(cluster: JsonObject): number {
  const percent = message(messageOrEmpty(cluster, 'common_lb_config'), 'healthy_panic_threshold');
  return percent === undefined ? 50 : (number(percent, 'value') ?? 0);
}

function readAggregate(cluster: JsonObject): readonly string[] {
  const custom = message(cluster, 'cluster_type');
  if (custom === undefined) return [];
  const extension = readExtension(custom);
  return extensionKind(extension) === 'aggregate' ? texts(extension.config, 'clusters') : [];
}

/** An entry without a socket is refused by Envoy; it reads as one that nobody knows. */
function readTransportSocketMatch(entry: JsonObject, interned: Interned): TransportSocketMatch {
  return {
    name: text(entry, 'name') ?? '',
    match: message(entry, 'match') ?? noMatch,
    transportSocket: readTransportSocket(entry, 'upstream', interned) ?? { kind: 'unrecognised', typeUrl: '' },
  };
}

function readOwnEndpoints(raw: RawResource, name: string): EndpointGroup | undefined {
  const assignment = message(raw.value, 'load_assignment');
  if (assignment !== undefined) return readLoadAssignment(assignment, raw.place, '/load_assignment', name);
  const written = v2Hosts.find((field) => messages(raw.value, field).length > 0);
  return written === undefined ? undefined : readV2Hosts(raw.value, written, raw.place, name);
}

/** `metadata.filter_metadata.istio`, written by Istio ≥ 1.1. */
function readIstioMetadata(cluster: JsonObject): IstioClusterMetadata {
  const istio = filterMetadata(cluster, 'istio') ?? {};
  const services = Object.hasOwn(istio, 'services') ? messages(istio, 'services') : [];
  const external = Object.hasOwn(istio, 'external') ? istio['external'] : undefined;
  return present({
    config: stringIn(istio, 'config'),
    subset: stringIn(istio, 'subset'),
    services: services.map((service) => ({
      host: stringIn(service, 'host') ?? '',
      name: stringIn(service, 'name') ?? '',
      namespace: stringIn(service, 'namespace') ?? '',
    })),
    alpnOverride: stringIn(istio, 'alpn_override'),
    external: external === true || external === 'true' ? true : undefined,
  });
}
