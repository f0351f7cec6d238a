/**
 * What a proxy's dumps say, in Envoy's terms: one shape for API v2 and v3, snake_case and camelCase.
 * Produced by the readers in this folder, changed by nobody. Sub-objects such as transport sockets may be
 * shared between resources (identical text is judged once), so they hold no absolute place: a field is
 * located by the `place` of its resource and a relative snake_case path.
 */
import type { Evidence, Place } from '../evidence.ts';

/** An address as Envoy writes it. `port` 0 for pipes and internal listeners. */
export type Address =
  | {
      readonly kind: 'ip';
      readonly ip: string;
      readonly port: number;
      /** `ipv4_compat`: a `::` socket that takes IPv4 as well. */
      readonly ipv4Compat?: boolean;
    }
  | { readonly kind: 'pipe'; readonly path: string }
  | { readonly kind: 'internal'; readonly listener: string; readonly endpointId: string };

/** What Envoy holds of a resource: in force, waiting for something, on its way out, or refused. */
export type ResourceState = 'active' | 'static' | 'warming' | 'draining' | 'rejected';

/** Which xDS sections were in what was read. A section that was not read is missing evidence, not an empty list. */
export interface SectionsSeen {
  readonly bootstrap: boolean;
  readonly listeners: boolean;
  readonly clusters: boolean;
  readonly endpoints: boolean;
  readonly routes: boolean;
  readonly secrets: boolean;
}

/** Common to everything that xDS delivers. */
export interface Resource {
  readonly name: string;
  readonly place: Place;
  readonly state: ResourceState;
  /** Envoy's reason for refusing (`error_state.details`), where `state` is `rejected`. */
  readonly rejection?: string;
  /** RFC 3339, as in the dump (`last_updated`). */
  readonly lastUpdated?: string;
  readonly versionInfo?: string;
}

// ---------------------------------------------------------------- TLS

export type TlsVersion = 'TLSv1_0' | 'TLSv1_1' | 'TLSv1_2' | 'TLSv1_3';

/** `TlsParameters`. Undefined means Envoy's default, which depends on the side and Envoy's version. */
export interface TlsParameters {
  readonly minimum?: TlsVersion;
  readonly maximum?: TlsVersion;
  readonly cipherSuites?: readonly string[];
  readonly ecdhCurves?: readonly string[];
  readonly signatureAlgorithms?: readonly string[];
}

/** `StringMatcher`. `any` stands for a matcher that was written but not understood. */
export interface StringMatcher {
  readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains' | 'regex' | 'unrecognised';
  readonly value: string;
  readonly ignoreCase?: boolean;
}

/** One accepted subject alternative name. Untyped ones (`match_subject_alt_names`) try every type. */
export interface SanMatcher {
  readonly type: 'DNS' | 'URI' | 'EMAIL' | 'IP_ADDRESS' | 'OTHER_NAME' | 'any';
  readonly matcher: StringMatcher;
  /** `OTHER_NAME` only: the type identifier it is limited to. */
  readonly oid?: string;
}

/** Where bytes come from (`core.DataSource`). Certificates are kept as PEM; keys never are. */
export type DataSource =
  | { readonly kind: 'file'; readonly filename: string }
  | { readonly kind: 'inline'; readonly pem: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'redacted' };

/** A certificate that was read: enough to verify with, and what people ask about. */
export interface TlsCertificate {
  /** The chain; `undefined` where only a key provider or a PKCS#12 blob was given. */
  readonly chain?: DataSource;
  /** Certificate facts that stand in place of a chain in redacted dumps, leaf first. */
  readonly facts?: readonly CertificateFacts[];
}

/** Documented stand-in for a certificate (redacted dumps, `/certs`), and what is shown of one. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** SHA-256 of the DER, lower-case hex; absent when only `/certs` was seen. */
  readonly fingerprint?: string;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly publicKey?: string;
  /** Subject and authority key identifiers, lower-case hex, where the certificate has them. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
  readonly uris: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emails?: readonly string[];
  /** All alternative names in the certificate's order and as Envoy prints them; absent without the extension. */
  readonly subjectAltNames?: readonly string[];
  /** RFC 3339, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly ca: boolean;
  /** `pathLenConstraint` of a CA. */
  readonly pathLength?: number;
  /** `RSA 2048`, `EC P-256`, `Ed25519`, else an object identifier. */
  readonly keyType?: string;
  /** Names as in RFC 5280 (`clientAuth`, `serverAuth`, …); undefined when the extension is absent. */
  readonly extendedKeyUsage?: readonly string[];
  readonly keyUsage?: readonly string[];
}

/** Certificates trusted as anchors. */
export interface TrustedCa {
  readonly source?: DataSource;
  readonly facts?: readonly CertificateFacts[];
}

/** `CertificateValidationContext`, or the SPIFFE validator that replaces it. */
export interface ValidationContext {
  readonly trustedCa?: TrustedCa;
  readonly sans: readonly SanMatcher[];
  /** Upper-level field the SANs were written in, for evidence and for naming it as the user's Envoy does. */
  readonly sansField?: 'match_typed_subject_alt_names' | 'match_subject_alt_names' | 'verify_subject_alt_name';
  readonly certificateHashes: readonly string[];
  readonly spkiHashes: readonly string[];
  readonly acceptUntrusted: boolean;
  readonly allowExpired: boolean;
  readonly crl?: DataSource;
  readonly onlyVerifyLeafCrl: boolean;
  readonly maxVerifyDepth?: number;
  /** `envoy.tls.cert_validator.spiffe`: trust domain → anchors. */
  readonly spiffe?: readonly { readonly trustDomain: string; readonly bundle: TrustedCa }[];
  /** A custom validator we do not know. */
  readonly unrecognisedValidator?: string;
}

/** A reference to a secret: by name from SDS, or (without `sds`) to a static secret of that name. */
export interface SecretReference {
  readonly name: string;
  readonly sds: boolean;
}

/** `CommonTlsContext`, not merged with secrets: that needs the proxy (see `secrets.ts`). */
export interface TlsContext {
  readonly params: TlsParameters;
  readonly alpn: readonly string[];
  readonly certificates: readonly TlsCertificate[];
  readonly certificateSecrets: readonly SecretReference[];
  /** The inline or default part of the validation. Undefined when no validation is configured. */
  readonly validation?: ValidationContext;
  readonly validationSecret?: SecretReference;
  /** A certificate provider or selector of an unknown kind decides instead. */
  readonly unrecognised?: string;
}

/** `UpstreamTlsContext`: what a client offers and whom it trusts. */
export interface UpstreamTls extends TlsContext {
  readonly kind: 'upstream';
  readonly sni: string;
  readonly autoHostSni: boolean;
  readonly autoSniSanValidation: boolean;
  readonly allowRenegotiation?: boolean;
}

/** `DownstreamTlsContext`: what a server demands. */
export interface DownstreamTls extends TlsContext {
  readonly kind: 'downstream';
  readonly requireClientCertificate: boolean;
  readonly fullScanCertsOnSniMismatch: boolean;
}

/**
 * A transport socket with its wrappers taken off one by one. Dispatched on `@type`, by name for API v2. `path` is that
 * of the TLS context, relative to what holds the socket (cluster, filter chain, transport socket match):
 * `/transport_socket/typed_config`, `/tls_context`.
 */
export type TransportSocket =
  | { readonly kind: 'raw' }
  | { readonly kind: 'tls'; readonly tls: UpstreamTls | DownstreamTls; readonly path: string; readonly quic?: boolean }
  | { readonly kind: 'proxy-protocol'; readonly inner: TransportSocket }
  /** Begins in cleartext; TLS only when a network filter upgrades it. */
  | { readonly kind: 'starttls'; readonly inner: TransportSocket }
  /** `internal_upstream`: the endpoint is a listener in the same process (HBONE). */
  | { readonly kind: 'internal-upstream'; readonly inner: TransportSocket }
  /** `tap`, `tcp_stats`, `http_11_proxy`: do not change what is said on the wire towards the peer. */
  | { readonly kind: 'wrapper'; readonly name: string; readonly inner: TransportSocket }
  | { readonly kind: 'alts' }
  | { readonly kind: 'unrecognised'; readonly typeUrl: string };

// ---------------------------------------------------------------- listeners

/** `FilterChainMatch`. Absent criteria are empty lists or undefined. Server names are lower-cased. */
export interface FilterChainMatch {
  readonly destinationPort?: number;
  readonly prefixRanges: readonly CidrRange[];
  readonly serverNames: readonly string[];
  readonly transportProtocol: string;
  readonly applicationProtocols: readonly string[];
  readonly directSourcePrefixRanges: readonly CidrRange[];
  readonly sourceType: 'ANY' | 'SAME_IP_OR_LOOPBACK' | 'EXTERNAL';
  readonly sourcePrefixRanges: readonly CidrRange[];
  readonly sourcePorts: readonly number[];
}

export interface CidrRange {
  readonly ip: string;
  readonly prefixLength: number;
}

export interface FilterChain {
  readonly name: string;
  readonly match: FilterChainMatch;
  /** `undefined` is raw_buffer. */
  readonly transportSocket?: TransportSocket;
  readonly filters: readonly NetworkFilter[];
  /** Relative to the listener: `/filter_chains/3` or `/default_filter_chain`. */
  readonly path: string;
  /** `metadata.filter_metadata.pilot_meta.original_listener_name` of Istio 1.3–1.5. */
  readonly originalListenerName?: string;
}

/** `ListenerFilterChainMatchPredicate` (`filter_disabled`). */
export type ListenerFilterPredicate =
  | { readonly kind: 'any' }
  | { readonly kind: 'not'; readonly rule: ListenerFilterPredicate }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly ListenerFilterPredicate[] }
  | { readonly kind: 'destination-port'; readonly start: number; readonly end: number }
  | { readonly kind: 'unrecognised' };

export interface ListenerFilter {
  readonly kind: 'tls_inspector' | 'http_inspector' | 'original_dst' | 'original_src' | 'proxy_protocol' | 'other';
  readonly name: string;
  readonly disabled?: ListenerFilterPredicate;
  /** tls_inspector: `close_connection_on_client_hello_parsing_errors`. */
  readonly closeOnParseError?: boolean;
  /** proxy_protocol: `allow_requests_without_proxy_protocol`. */
  readonly allowWithoutProxyProtocol?: boolean;
}

export interface Listener extends Resource {
  readonly addresses: readonly Address[];
  readonly direction: 'inbound' | 'outbound' | 'unspecified';
  /** `bind_to_port` / `deprecated_v1.bind_to_port`; default true. */
  readonly bindToPort: boolean;
  readonly useOriginalDst: boolean;
  readonly internal: boolean;
  readonly udp: boolean;
  readonly listenerFilters: readonly ListenerFilter[];
  /** Milliseconds; Envoy's default 15,000; 0 waits for ever. */
  readonly listenerFiltersTimeout: number;
  readonly continueOnListenerFiltersTimeout: boolean;
  readonly filterChains: readonly FilterChain[];
  readonly defaultFilterChain?: FilterChain;
  /** `filter_chain_matcher` in Envoy's own JSON (snake_case keys), interpreted by `matcher.ts`. */
  readonly filterChainMatcher?: unknown;
}

// ---------------------------------------------------------------- network filters and routes

/** `path` is that of the filter's configuration, relative to the listener: `/filter_chains/0/filters/1/typed_config`. */
export type NetworkFilter =
  | { readonly kind: 'http'; readonly http: HttpConnectionManager; readonly path: string }
  | { readonly kind: 'tcp'; readonly tcp: TcpProxy; readonly path: string }
  | { readonly kind: 'sni-cluster' }
  | { readonly kind: 'rbac'; readonly rbac: RbacPolicy; readonly path: string }
  | { readonly kind: 'direct-response'; readonly response: string }
  | { readonly kind: 'echo' }
  | { readonly kind: 'other'; readonly name: string; readonly typeUrl: string };

export interface HttpConnectionManager {
  readonly codec: 'AUTO' | 'HTTP1' | 'HTTP2' | 'HTTP3';
  /** RDS name, where routes come by RDS. */
  readonly routeConfigName?: string;
  /** Inline routes. */
  readonly routeConfig?: RouteConfiguration;
  readonly httpFilters: readonly HttpFilter[];
  /** The legacy `istio_authn` filter's `policy.peers[].mtls.mode`, Istio ≤ 1.10. */
  readonly istioAuthnPeer?: 'STRICT' | 'PERMISSIVE';
}

export type HttpFilter =
  | { readonly kind: 'rbac'; readonly rbac: RbacPolicy; readonly path: string }
  /** `istio.alpn`: upstream protocol → ALPN offered. */
  | { readonly kind: 'istio-alpn'; readonly override: Readonly<Record<string, readonly string[]>> }
  | { readonly kind: 'other'; readonly name: string; readonly typeUrl: string };

/** What of an RBAC filter bears on peer identity. Shadow rules are not kept. */
export interface RbacPolicy {
  readonly action: 'ALLOW' | 'DENY' | 'LOG';
  /** In the dump's order, names as Istio writes them (`ns[demo]-policy[web]-rule[0]`). */
  readonly policies: readonly RbacRule[];
}

export interface RbacRule {
  readonly name: string;
  /** Any of them; an empty list matches nobody. */
  readonly principals: readonly RbacPrincipal[];
  /** Destination ports the permissions are limited to; undefined when they name none. */
  readonly ports?: readonly number[];
  /** The permissions hold more than ports (paths, methods, headers …): whether they match a request is not known. */
  readonly conditional: boolean;
}

/** Principals as far as identity is concerned; everything else is `other` (cannot be told from configs). */
export type RbacPrincipal =
  | { readonly kind: 'any' }
  | { readonly kind: 'authenticated'; readonly matcher?: StringMatcher }
  | { readonly kind: 'and' | 'or'; readonly ids: readonly RbacPrincipal[] }
  | { readonly kind: 'not'; readonly id: RbacPrincipal }
  | { readonly kind: 'source-ip'; readonly ranges: readonly CidrRange[] }
  | { readonly kind: 'other' };

export interface TcpProxy {
  readonly cluster?: string;
  readonly weightedClusters: readonly WeightedCluster[];
  /** `tunneling_config.hostname`: HBONE's outer CONNECT. */
  readonly tunnelingHostname?: string;
}

export interface WeightedCluster {
  readonly name: string;
  readonly weight: number;
}

export interface RouteConfiguration {
  readonly name: string;
  readonly virtualHosts: readonly VirtualHost[];
  readonly ignorePortInHostMatching: boolean;
  /** Where it stands; for inline routes the listener's place with `path`. */
  readonly place: Place;
  readonly path: string;
}

export interface VirtualHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly Route[];
  readonly requireTls?: 'EXTERNAL_ONLY' | 'ALL';
}

export interface Route {
  /** Relative to the route configuration: `/virtual_hosts/0/routes/2`. */
  readonly path: string;
  /** What the route asks of a request beyond its path; matched with path `/`. */
  readonly match: RouteMatch;
  readonly action: RouteAction;
  readonly retries: number;
  readonly retryOn: string;
  /** `decorator.operation`, which Istio fills with `host:port/*`. */
  readonly operation?: string;
}

export interface RouteMatch {
  readonly kind: 'prefix' | 'path' | 'regex' | 'connect' | 'other';
  readonly value: string;
  /** Headers or query parameters are asked for: whether it matches is not known from here. */
  readonly conditional: boolean;
  /** SNI or other TLS context criteria (`tls_context`). */
}

export type RouteAction =
  | { readonly kind: 'cluster'; readonly cluster: string }
  | { readonly kind: 'weighted'; readonly clusters: readonly WeightedCluster[] }
  | { readonly kind: 'cluster-header'; readonly header: string }
  | { readonly kind: 'redirect'; readonly https: boolean }
  | { readonly kind: 'direct-response'; readonly status: number }
  | { readonly kind: 'other' };

// ---------------------------------------------------------------- clusters and endpoints

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

// ---------------------------------------------------------------- secrets

/** One secret as SDS delivered it. Private keys are never kept. */
export interface Secret extends Resource {
  readonly certificate?: TlsCertificate;
  readonly validation?: ValidationContext;
  /** Named but not delivered (`version_info: "uninitialized"`, warming without content). */
  readonly delivered: boolean;
}

// ---------------------------------------------------------------- proxies

/** `bootstrap.node` and what Istio puts into it. Empty strings where not known. */
export interface NodeInfo {
  readonly id: string;
  readonly kind: 'sidecar' | 'router' | 'waypoint' | 'ztunnel' | 'unknown';
  readonly pod: string;
  readonly namespace: string;
  readonly workload: string;
  readonly app: string;
  readonly ips: readonly string[];
  readonly serviceAccount: string;
  readonly trustDomain: string;
  readonly clusterId: string;
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly istioVersion: string;
  readonly envoyVersion: string;
  readonly autoMtls?: boolean;
  readonly interceptionMode: string;
}

/** One Envoy, put together from one or more dumps. */
export interface Proxy {
  /** Short and unique within the inspection: the pod's name, with `.namespace` where two share it. */
  readonly name: string;
  readonly node: NodeInfo;
  readonly seen: SectionsSeen;
  readonly listeners: readonly Listener[];
  readonly clusters: readonly Cluster[];
  /** From the endpoints section; a cluster's own `loadAssignment` comes on top. */
  readonly endpoints: readonly EndpointGroup[];
  readonly routes: readonly RouteConfiguration[];
  readonly secrets: readonly Secret[];
  /** Certificates from `/certs`, where no secrets section was seen. */
  readonly certificates: readonly CertificateFacts[];
  /** What it has counted since it started, as far as `/stats` was read; nothing that stands at zero. */
  readonly counters?: readonly Counter[];
  /** ztunnel: workloads it serves, by address. */
  readonly ztunnel?: ZtunnelView;
  /** Newest `last_updated` seen anywhere, RFC 3339. */
  readonly updated?: string;
  readonly sources: readonly string[];
  /** A source of this proxy was cut off. */
  readonly incomplete: boolean;
}

/** One of Envoy's counters, by its full name: `cluster.NAME.ssl.handshake`. */
export interface Counter {
  readonly name: string;
  readonly count: number;
  readonly evidence: Evidence;
}

/** What ztunnel's dump says about who speaks HBONE. */
export interface ZtunnelView {
  readonly workloads: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly ips: readonly string[];
    readonly protocol: 'HBONE' | 'TCP';
    readonly serviceAccount: string;
    readonly trustDomain: string;
  }[];
}
