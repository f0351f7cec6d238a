/** What the resources beside the dumps order for one edge, and which of them do not count for it. */
import type { Mesh } from '../../edge/mesh.ts';
import type { Trace } from '../../edge/model.ts';
import type { Proxy } from '../../envoy/model.ts';
import { destinationRuleFor, type EffectiveDestinationRule } from '../../policy/destination-rule-for.ts';
import { rulesPassedOver, type PassedOverRule } from '../../policy/destination-rule-passed-over.ts';
import { modeOfPort, type EffectivePeerAuthentication } from '../../policy/effective-peer-authentication.ts';
import { grouped } from '../../policy/grouped.ts';
import type { Pod, Service } from '../../policy/kubernetes.ts';
import type { ManifestIndex } from '../../policy/manifest-index.ts';
import type { MeshSettings } from '../../policy/mesh-settings.ts';
import type { ServiceMode } from '../../policy/peer-authentication-index.ts';
import type { PassedOverPeerAuthentication } from '../../policy/peer-authentication-passed-over.ts';
import type { PolicyIndex } from '../../policy/policy-index.ts';
import type { MtlsMode, PeerAuthentication } from '../../policy/peer-authentication.ts';
import type { Policies } from '../../policy/policies.ts';
import type { EffectiveSidecar } from '../../policy/sidecar-for.ts';
import { selects, type Workload } from '../../policy/selector.ts';
import { trafficFor, type ClusterTraffic } from '../../policy/tls-settings-for.ts';
import type { ClientView } from './client-view.ts';
import type { EdgeFacts } from './edge-facts.ts';
import { once } from './once.ts';

export interface PolicyView {
  readonly all: Policies;
  readonly settings: MeshSettings;
  /** The DestinationRule that counts, by Istio's lookup; undefined also where the client is not known. */
  readonly rule?: EffectiveDestinationRule;
  /** What of it counts for this port and subset. */
  readonly traffic?: ClusterTraffic;
  readonly rulesPassedOver: readonly PassedOverRule[];
  /** Undefined where the server's labels are not known. */
  readonly peer?: EffectivePeerAuthentication;
  /** Those of the root namespace and of the server's; of each, oldest first. */
  readonly peersNear: readonly PeerAuthentication[];
  /** Worked out when it is asked for. */
  readonly peersPassedOver: readonly PassedOverPeerAuthentication[];
  /** The mode ordered for the port that is dialled. */
  readonly peerMode?: MtlsMode;
  /** The mode that clients assume of the service. */
  readonly serviceMode: ServiceMode;
  /** The Sidecar that counts for the client. */
  readonly sidecar?: EffectiveSidecar;
  readonly server?: Workload;
  readonly client?: Workload;
  /** Pod manifests of the two ends, where they are among the sources. */
  readonly serverPod?: Pod;
  readonly clientPod?: Pod;
  readonly serviceManifest?: Service;
  /** Labels of every workload that was seen, by proxy or by manifest; by namespace. */
  readonly workloads: ReadonlyMap<string, readonly Workload[]>;
}

/** Resolves policies for one edge. */
export function policyView(
  { policies, settings, rules, peers, sidecarFor, manifests }: PolicyIndex,
  mesh: Mesh,
  trace: Trace,
  edge: EdgeFacts,
  clientSide: ClientView | undefined,
): PolicyView {
  const serverProxy = trace.tunnel?.receiving.proxy ?? trace.receiving?.proxy;
  const serverPod = podOf(manifests, serverProxy, trace.target?.address.ip);
  const clientPod = podOf(manifests, trace.client, undefined);
  const server = workloadOf(serverProxy, serverPod);
  const client = workloadOf(trace.client, clientPod);
  const rule = client === undefined ? undefined : destinationRuleFor(rules, client, edge.service);
  const peer = server === undefined ? undefined : peers.effectiveFor(server);
  const peersPassedOver = once(() => (server === undefined ? [] : peers.passedOverFor(server)));
  const sidecar = client && sidecarFor(client);
  const service = manifests.service(edge.service.namespace, edge.service.name);
  const subset = clientSide?.clusterName?.subset ?? '';
  return {
    all: policies,
    settings,
    rulesPassedOver: client === undefined ? [] : rulesPassedOver(rules, client, edge.service, rule),
    ...(rule !== undefined && { rule, traffic: trafficFor(rule.rule, edge.port, subset) }),
    ...(peer !== undefined && { peer, peerMode: modeOfPort(peer, edge.targetPort) }),
    peersNear: server === undefined ? [] : peers.near(server.namespace),
    serviceMode: peers.serviceModeIn(edge.service.namespace),
    ...(server !== undefined && { server }),
    ...(client !== undefined && { client }),
    ...(sidecar !== undefined && { sidecar }),
    ...(serverPod !== undefined && { serverPod }),
    ...(clientPod !== undefined && { clientPod }),
    ...(service !== undefined && { serviceManifest: service }),
    workloads: workloadsOf(mesh, manifests),
    get peersPassedOver() {
      return peersPassedOver();
    },
  };
}

function podOf(manifests: ManifestIndex, proxy: Proxy | undefined, ip: string | undefined): Pod | undefined {
  const { pod, namespace } = proxy?.node ?? { pod: '', namespace: '' };
  return manifests.pod(namespace, pod) ?? (ip === undefined ? undefined : manifests.podAt(ip));
}

/** Labels as the proxy tells them; else those of its pod. */
function workloadOf(proxy: Proxy | undefined, pod: Pod | undefined): Workload | undefined {
  if (proxy !== undefined) return { namespace: proxy.node.namespace, labels: proxy.node.labels };
  return pod === undefined ? undefined : { namespace: pod.namespace, labels: pod.podLabels };
}

const workloads = new WeakMap<Mesh, PolicyView['workloads']>();

function workloadsOf(mesh: Mesh, manifests: ManifestIndex): PolicyView['workloads'] {
  const known = workloads.get(mesh);
  if (known !== undefined) return known;
  const nodes = mesh.proxies.map(({ node }) => ({ namespace: node.namespace, labels: node.labels }));
  const found = grouped([...nodes, ...manifests.workloads], ({ namespace }) => namespace);
  workloads.set(mesh, found);
  return found;
}

/** Whether a selector in a namespace selects any workload that was seen. */
export function selectsAnybody(
  view: PolicyView,
  namespace: string,
  selector: Readonly<Record<string, string>>,
): boolean {
  return view.workloads.get(namespace)?.some(({ labels }) => selects(selector, labels)) === true;
}
