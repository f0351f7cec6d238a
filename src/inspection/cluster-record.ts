import type { Cluster, Endpoint, EndpointGroup } from '../envoy/model.ts';
import { present } from '../envoy/present.ts';
import { evidence } from '../evidence.ts';
import { pointTo, type EvidenceRecord } from './evidence-record.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { parseConfigPath } from '../istio/config-path.ts';
import { addressText } from './listener-record.ts';
import { resourceRecord, type ResourceRecord } from './resource-record.ts';
import { socketRecord, type SocketRecord } from './socket-record.ts';

/** A cluster: whom it leads to, and with what TLS. */
export interface ClusterRecord extends ResourceRecord {
  readonly kind: 'cluster';
  readonly type: Cluster['type'];
  /** From Istio's cluster names; absent for others. */
  readonly direction?: 'inbound' | 'outbound';
  readonly host?: string;
  readonly port?: number;
  readonly subset?: string;
  readonly transportSocket: SocketRecord;
  /** In Envoy's order: the first whose criteria an endpoint's metadata meets is used instead. */
  readonly transportSocketMatches?: readonly {
    readonly name: string;
    readonly match: Readonly<Record<string, unknown>>;
    readonly transportSocket: SocketRecord;
  }[];
  readonly autoSni?: true;
  readonly autoSanValidation?: true;
  /** `namespace/name` of the DestinationRule named in the cluster's metadata. */
  readonly destinationRule?: string;
}

/** The endpoints of a cluster, with what decides their transport socket. */
export interface EndpointsRecord {
  readonly kind: 'endpoints';
  readonly proxy: string;
  readonly cluster: string;
  /** False where the source cannot carry endpoint metadata: its absence then says nothing. */
  readonly metadataKnown: boolean;
  readonly endpoints: readonly {
    readonly address: string;
    readonly health: Endpoint['health'];
    /** `envoy.transport_socket_match` metadata (`tlsMode`, `tunnel`). */
    readonly transportSocketMatch?: Readonly<Record<string, unknown>>;
    readonly hostname?: string;
    /** `NAME;NAMESPACE;…` as istiod writes it. */
    readonly workload?: string;
    readonly weight?: number;
    readonly priority?: number;
  }[];
  readonly evidence: EvidenceRecord;
}

/** A cluster as a document shows it. */
export function clusterRecord(proxy: string, cluster: Cluster): ClusterRecord {
  const { type, transportSocketMatches, istio } = cluster;
  const name = parseClusterName(cluster.name);
  const matches = transportSocketMatches.map((each) => ({
    ...each,
    transportSocket: socketRecord(each.transportSocket),
  }));
  return {
    kind: 'cluster',
    ...resourceRecord(proxy, cluster),
    type,
    ...(name !== undefined && present({ direction: name.direction, host: name.host, port: name.port })),
    ...(name !== undefined && name.subset !== '' && { subset: name.subset }),
    transportSocket: socketRecord(cluster.transportSocket),
    ...(matches.length > 0 && { transportSocketMatches: matches }),
    ...present({
      autoSni: cluster.autoSni ? (true as const) : undefined,
      autoSanValidation: cluster.autoSanValidation ? (true as const) : undefined,
      destinationRule: istio.config === undefined ? undefined : destinationRule(istio.config),
    }),
  };
}

/** `NS/NAME` of the rule that shaped a cluster; a path that cannot be read as it is. */
function destinationRule(config: string): string {
  const rule = parseConfigPath(config);
  return rule === undefined ? config : `${rule.namespace}/${rule.name}`;
}

/** A group of endpoints as a document shows it. */
export function endpointsRecord(proxy: string, group: EndpointGroup): EndpointsRecord {
  return {
    kind: 'endpoints',
    proxy,
    cluster: group.clusterName,
    metadataKnown: group.metadataKnown,
    endpoints: group.endpoints.map((endpoint) =>
      present({
        address: addressText(endpoint.address),
        health: endpoint.health,
        transportSocketMatch: endpoint.socketMatchMetadata ?? endpoint.localitySocketMatchMetadata,
        hostname: endpoint.hostname === '' ? undefined : endpoint.hostname,
        workload: endpoint.workload,
        weight: endpoint.weight,
        priority: endpoint.priority === 0 ? undefined : endpoint.priority,
      }),
    ),
    evidence: pointTo(evidence(group.place, group.path)),
  };
}
