/** `ClusterLoadAssignment` (EDS section, `pc eds`, inline), v2's `hosts`, and `/clusters`. */
import type { Place } from '../../evidence.ts';
import type { JsonObject, RawResource } from '../../input/model.ts';
import { flag, message, messageOrEmpty, messages, number, text } from './fields.ts';
import type { Address, Endpoint, EndpointGroup } from '../model.ts';
import { present } from '../present.ts';
import { parseIpPort, readAddress } from './address.ts';
import { filterMetadata, otherFilterMetadata, stringIn } from './struct.ts';

const socketMatch = 'envoy.transport_socket_match';
const originalDstFilter = 'envoy.filters.listener.original_dst';
/** What has a field of its own in the model. */
const readNames: ReadonlySet<string> = new Set([socketMatch, originalDstFilter, 'istio']);
const healths = ['HEALTHY', 'UNHEALTHY', 'DRAINING', 'TIMEOUT', 'DEGRADED'] as const;
const nowhere: Address = { kind: 'ip', ip: '', port: 0 };

/** The endpoints section of a dump: endpoints with their metadata. */
export function readEndpoints(raw: RawResource): EndpointGroup {
  return readLoadAssignment(raw.value, raw.place, '', '');
}

/** `path` leads from `place` to the assignment; `name` is used where the assignment has none of its own. */
export function readLoadAssignment(assignment: JsonObject, place: Place, path: string, name: string): EndpointGroup {
  return {
    clusterName: text(assignment, 'cluster_name') || name,
    endpoints: messages(assignment, 'endpoints').flatMap((locality, index) =>
      messages(locality, 'lb_endpoints').map((endpoint, at) =>
        readEndpoint(endpoint, locality, `/endpoints/${index}/lb_endpoints/${at}`),
      ),
    ),
    metadataKnown: true,
    place,
    path,
  };
}

function readEndpoint(lbEndpoint: JsonObject, locality: JsonObject, path: string): Endpoint {
  const endpoint = messageOrEmpty(lbEndpoint, 'endpoint');
  const originalDst = filterMetadata(lbEndpoint, originalDstFilter);
  return present({
    address: readAddress(messageOrEmpty(endpoint, 'address')) ?? nowhere,
    hostname: text(endpoint, 'hostname') ?? '',
    health: readHealth(text(lbEndpoint, 'health_status')),
    weight: number(lbEndpoint, 'load_balancing_weight'),
    socketMatchMetadata: filterMetadata(lbEndpoint, socketMatch),
    workload: stringIn(filterMetadata(lbEndpoint, 'istio') ?? {}, 'workload'),
    originalDst: originalDst === undefined ? undefined : parseIpPort(stringIn(originalDst, 'local') ?? ''),
    path,
    localitySocketMatchMetadata: filterMetadata(locality, socketMatch),
    otherMetadata: otherFilterMetadata(lbEndpoint, readNames),
    localityOtherMetadata: otherFilterMetadata(locality, readNames),
    priority: number(locality, 'priority') ?? 0,
  });
}

/** API v2 before `load_assignment`: addresses in a list of the cluster, and nothing else. */
export function readV2Hosts(cluster: JsonObject, field: string, place: Place, name: string): EndpointGroup {
  return {
    clusterName: name,
    endpoints: messages(cluster, field).map((host, index) => ({
      address: readAddress(host) ?? nowhere,
      hostname: '',
      health: 'UNKNOWN',
      path: `/${field}/${index}`,
      priority: 0,
    })),
    metadataKnown: true,
    place,
    path: '',
  };
}

/** One `ClusterStatus` of `/clusters?format=json`, which carries no metadata. */
export function readClusterStatus(raw: RawResource): EndpointGroup {
  const status = raw.value;
  return {
    clusterName: text(status, 'eds_service_name') || (text(status, 'name') ?? ''),
    endpoints: messages(status, 'host_statuses').map((host, index) =>
      present({
        address: readAddress(messageOrEmpty(host, 'address')) ?? nowhere,
        hostname: text(host, 'hostname') ?? '',
        health: readHostHealth(message(host, 'health_status')),
        weight: number(host, 'weight'),
        path: `/host_statuses/${index}`,
        priority: number(host, 'priority') ?? 0,
      }),
    ),
    metadataKnown: false,
    place: raw.place,
    path: '',
  };
}

function readHostHealth(health: JsonObject | undefined): Endpoint['health'] {
  if (health === undefined) return 'UNKNOWN';
  const failed = ['failed_active_health_check', 'failed_outlier_check'].some((name) => flag(health, name) === true);
  return failed ? 'UNHEALTHY' : readHealth(text(health, 'eds_health_status'));
}

function readHealth(written: string | undefined): Endpoint['health'] {
  return healths.find((health) => health === written) ?? 'UNKNOWN';
}
