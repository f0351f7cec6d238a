/** The client's side as causes ask about it: how its cluster is set up, by which rule, and what goes out. */
import { evidence, type Evidence } from '../../evidence.ts';
import type { OutboundPath, Sending, Trace, Tunnel } from '../../edge/model.ts';
import type { Cluster, Proxy } from '../../envoy/model.ts';
import { parseClusterName, type OutboundName } from '../../istio/cluster-name.ts';
import { parseConfigPath, type ConfigPath } from '../../istio/config-path.ts';
import { usesMeshRoot } from '../../istio/mesh-root.ts';
import { offerEvidence } from '../../verdict/offer-evidence.ts';
import { clusterIndex, type ClusterIndex } from './cluster-index.ts';
import { setupOf, type ClusterSetup } from './cluster-setup.ts';
import { specialCluster, type SpecialCluster } from '../../istio/special-cluster.ts';

/** What the client's proxy adds: the mesh's mutual TLS, TLS with certificates of one's own, TLS without any, nothing. */
export type Sends = 'istio-mutual' | 'own-mutual' | 'one-way' | 'hbone' | 'nothing' | 'unknown';

export interface ClientView {
  readonly proxy: Proxy;
  readonly path: OutboundPath;
  readonly sends: Sends;
  readonly sending?: Sending;
  readonly tunnel?: Tunnel;
  readonly cluster?: Cluster;
  readonly clusterName?: OutboundName;
  readonly special?: SpecialCluster;
  readonly setup?: ClusterSetup;
  /** The DestinationRule that istiod names in the cluster's metadata (Istio ≥ 1.1). */
  readonly rule?: ConfigPath;
  /** Some cluster of this proxy chooses per endpoint: auto mTLS is on. */
  readonly autoMtls: boolean;
  /** Clusters of the same host: other ports and subsets. */
  readonly siblings: readonly Cluster[];
  /** All clusters of this proxy. */
  readonly clusters: ClusterIndex;
  /** Where the cluster says what is sent. */
  readonly at?: Evidence;
  /** Where the cluster names its rule. */
  readonly ruleAt?: Evidence;
}

/** Undefined for a client without a proxy. */
export function clientView(trace: Trace): ClientView | undefined {
  const { client: proxy, cluster, path, sending, tunnel } = trace;
  if (proxy === undefined) return undefined;
  const clusters = clusterIndex(proxy);
  const base = {
    proxy,
    path,
    sends: sendsOf(trace),
    ...(sending !== undefined && { sending }),
    ...(tunnel !== undefined && { tunnel }),
    autoMtls: clusters.autoMtls,
    clusters,
  };
  if (cluster === undefined) return { ...base, siblings: [] };
  const name = parseClusterName(cluster.name);
  const special = specialCluster(cluster.name);
  const rule = ruleOf(cluster);
  return {
    ...base,
    cluster,
    ...(name?.direction === 'outbound' && { clusterName: name }),
    ...(special !== undefined && { special }),
    setup: setupOf(cluster),
    ...(rule !== undefined && { rule, ruleAt: evidence(cluster.place, '/metadata/filter_metadata/istio/config') }),
    siblings: name?.direction === 'outbound' ? clusters.ofHost(name.host).filter((each) => !isSame(each, cluster)) : [],
    at: sending === undefined ? evidence(cluster.place, '/name') : offerEvidence(cluster, sending),
  };
}

/** A cluster of a large dump is read again each time. */
function isSame({ place: one }: Cluster, { place: other }: Cluster): boolean {
  return one.pointer === other.pointer && one.source === other.source && one.document === other.document;
}

function sendsOf({ sending, tunnel }: Trace): Sends {
  if (tunnel !== undefined) return 'hbone';
  if (sending === undefined || sending.unknown !== undefined) return 'unknown';
  if (sending.tls === undefined) return 'nothing';
  if (sending.tls.side.certificates === 'none') return 'one-way';
  return usesMeshRoot(sending.tls.context) ? 'istio-mutual' : 'own-mutual';
}

/** The DestinationRule a cluster was shaped by. */
export function ruleOf({ istio: { config } }: Cluster): ConfigPath | undefined {
  const path = config === undefined ? undefined : parseConfigPath(config);
  return path?.kind === 'destination-rule' ? path : undefined;
}
