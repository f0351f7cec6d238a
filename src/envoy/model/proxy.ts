/** One Envoy, put together. */
import type { Evidence } from '../../evidence.ts';
import type { Cluster, EndpointGroup } from './cluster.ts';
import type { Listener } from './listener.ts';
import type { RouteConfiguration } from './route.ts';
import type { Secret } from './secret.ts';
import type { CertificateFacts } from './tls.ts';

/** Which xDS sections were in what was read. A section that was not read is missing evidence, not an empty list. */
export interface SectionsSeen {
  readonly bootstrap: boolean;
  readonly listeners: boolean;
  readonly clusters: boolean;
  readonly endpoints: boolean;
  readonly routes: boolean;
  readonly secrets: boolean;
}

/** `bootstrap.node` and what Istio puts into it. Empty strings where not known. */
export interface NodeInfo {
  readonly id: string;
  readonly kind: 'sidecar' | 'router' | 'waypoint' | 'ztunnel' | 'unknown';
  readonly pod: string;
  readonly namespace: string;
  readonly workload: string;
  readonly app: string;
  readonly ips: readonly string[];
  /** No bootstrap was read: others list the proxy at its address. */
  readonly addressFrom?: 'endpoints';
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
