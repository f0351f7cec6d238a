/** Clusters and the endpoints behind them. */
import type { Place } from '../../evidence.ts';
import type { Address, Resource } from './resource.ts';
import type { TransportSocket } from './tls.ts';

export interface TransportSocketMatch {
  readonly name: string;
  /** `match`, compared by value with `envoy.transport_socket_match` metadata. Empty matches everything. */
  readonly match: Readonly<Record<string, unknown>>;
  readonly transportSocket: TransportSocket;
}

export interface Cluster extends Resource {
  readonly type: 'EDS' | 'STATIC' | 'STRICT_DNS' | 'LOGICAL_DNS' | 'ORIGINAL_DST' | 'AGGREGATE' | 'OTHER';
  /** The name endpoints are filed under: `eds_cluster_config.service_name`, else the cluster's name. */
  readonly edsServiceName: string;
  /** `undefined` is raw_buffer. */
  readonly transportSocket?: TransportSocket;
  readonly transportSocketMatches: readonly TransportSocketMatch[];
  /** `transport_socket_matcher` (Envoy ≥ 1.37) in Envoy's own JSON, interpreted by `matcher.ts`. */
  readonly transportSocketMatcher?: unknown;
  readonly loadAssignment?: EndpointGroup;
  /** `aggregate` clusters: names in order of priority. */
  readonly aggregate: readonly string[];
  /** How the HTTP pool talks, and what ALPN it falls back to. */
  readonly upstreamHttp: 'http1' | 'http2' | 'auto' | 'downstream';
  readonly autoSni: boolean;
  readonly autoSanValidation: boolean;
  readonly overrideAutoSniHeader?: string;
  /** Milliseconds. */
  readonly connectTimeout?: number;
  readonly upstreamPort?: number;
  /**
   * `healthy_panic_threshold`, in percent: with fewer healthy endpoints than this, all of them are used. Absent where
   * that never happens (0, as istiod writes it); Envoy's default is 50.
   */
  readonly panicBelow?: number;
  readonly istio: IstioClusterMetadata;
}

/** `metadata.filter_metadata.istio` of a cluster. */
export interface IstioClusterMetadata {
  /** The winning DestinationRule's path, as written. */
  readonly config?: string;
  readonly subset?: string;
  readonly services: readonly { readonly host: string; readonly name: string; readonly namespace: string }[];
  /** `alpn_override: "false"`: set by istiod for SIMPLE and MUTUAL DestinationRules. */
  readonly alpnOverride?: string;
  readonly external?: boolean;
}

export interface Endpoint {
  readonly address: Address;
  readonly hostname: string;
  readonly health: 'HEALTHY' | 'UNHEALTHY' | 'DRAINING' | 'TIMEOUT' | 'DEGRADED' | 'UNKNOWN';
  readonly weight?: number;
  /** `filter_metadata["envoy.transport_socket_match"]`; undefined when this endpoint has none. */
  readonly socketMatchMetadata?: Readonly<Record<string, unknown>>;
  /** `filter_metadata.istio.workload`, as written: `NAME;NAMESPACE;CANONICAL;REVISION;CLUSTER`. */
  readonly workload?: string;
  /** `filter_metadata["envoy.filters.listener.original_dst"].local`: the real target behind an internal address. */
  readonly originalDst?: { readonly ip: string; readonly port: number };
  /** Relative to the group: `/endpoints/0/lb_endpoints/1`. */
  readonly path: string;
  /** The same of its locality; config dumps leave it out, only an inline `load_assignment` has it. */
  readonly localitySocketMatchMetadata?: Readonly<Record<string, unknown>>;
  /** `filter_metadata` of the endpoint by other names than those above; `transport_socket_matcher` may ask for it. */
  readonly otherMetadata?: Readonly<Record<string, unknown>>;
  readonly localityOtherMetadata?: Readonly<Record<string, unknown>>;
  readonly priority: number;
}

/** `ClusterLoadAssignment`, or the same facts from `/clusters`, which has no metadata. */
export interface EndpointGroup {
  readonly clusterName: string;
  readonly endpoints: readonly Endpoint[];
  /** False where the source cannot carry metadata (`/clusters`, `pc endpoint`): absent is then unknown. */
  readonly metadataKnown: boolean;
  readonly place: Place;
  readonly path: string;
}
