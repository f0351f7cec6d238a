/**
 * `core.Node` and what Istio of every era puts into it: the id `sidecar~IP~POD.NS~DOMAIN`, and metadata that
 * grew from two keys in 1.0 to two dozen. What is not known is an empty string.
 */
import type { JsonObject } from '../../input/model.ts';
import { message, messageOrEmpty, number, text } from './fields.ts';
import type { NodeInfo } from '../model.ts';
import { stringIn, structIn } from './struct.ts';

/** `ingress` was the gateway's word up to 1.1. */
const kinds: ReadonlyMap<string, NodeInfo['kind']> = new Map([
  ['sidecar', 'sidecar'],
  ['router', 'router'],
  ['ingress', 'router'],
  ['waypoint', 'waypoint'],
  ['ztunnel', 'ztunnel'],
]);

/** A node nobody described. */
export const unknownNode: NodeInfo = readNode({});

export function readNode(node: JsonObject): NodeInfo {
  const id = text(node, 'id') ?? '';
  const metadata = messageOrEmpty(node, 'metadata');
  const fromId = parseNodeId(id);
  const labels = readLabels(metadata);
  const own = (...keys: readonly string[]): string =>
    keys.map((key) => stringIn(metadata, key)).find((value) => value !== undefined && value !== '') ?? '';
  const label = (key: string): string => stringIn(labels, key) ?? '';
  const pod = own('NAME', 'POD_NAME') || fromId.pod;
  const namespace = own('NAMESPACE', 'CONFIG_NAMESPACE') || fromId.namespace;
  return {
    id,
    kind: fromId.kind,
    pod,
    namespace,
    workload: own('WORKLOAD_NAME') || ownerName(own('OWNER')) || workloadOfPod(pod),
    app:
      label('service.istio.io/canonical-name') ||
      label('app.kubernetes.io/name') ||
      label('app') ||
      appOfNodeCluster(text(node, 'cluster') ?? '', namespace),
    ips: readIps(own('INSTANCE_IPS'), fromId.ip),
    serviceAccount: own('SERVICE_ACCOUNT'),
    trustDomain: own('TRUST_DOMAIN'),
    clusterId: own('CLUSTER_ID'),
    network: own('NETWORK') || label('topology.istio.io/network'),
    labels,
    istioVersion: own('ISTIO_VERSION'),
    envoyVersion: readVersion(node),
    interceptionMode: own('INTERCEPTION_MODE'),
  };
}

function parseNodeId(id: string): Pick<NodeInfo, 'kind' | 'pod' | 'namespace'> & { readonly ip: string } {
  const parts = id.split('~');
  const [kind = '', ip = '', podAndNamespace = ''] = parts.length === 4 ? parts : [];
  const dot = podAndNamespace.lastIndexOf('.');
  return {
    kind: kinds.get(kind) ?? 'unknown',
    ip,
    pod: dot < 0 ? podAndNamespace : podAndNamespace.slice(0, dot),
    namespace: dot < 0 ? '' : podAndNamespace.slice(dot + 1),
  };
}

/** `LABELS` from 1.3 on; before, the pod's labels stood among the metadata, told apart by their lower case. */
function readLabels(metadata: JsonObject): Record<string, string> {
  const labels = structIn(metadata, 'LABELS');
  const written = Object.entries(labels ?? metadata);
  const strings = written.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(labels === undefined ? strings.filter(([key]) => key === key.toLowerCase()) : strings);
}

/** `kubernetes://apis/apps/v1/namespaces/NS/deployments/NAME`. */
function ownerName(owner: string): string {
  return owner.slice(owner.lastIndexOf('/') + 1);
}

/** The pod's name without the suffixes of a ReplicaSet (hash and random, in Kubernetes' alphabet) or StatefulSet. */
export function workloadOfPod(pod: string): string {
  return pod.replace(/-[bcdfghjklmnpqrstvwxz0-9]{5,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$|-\d{1,4}$/, '');
}

/** `service-cluster` was `app.namespace` up to 1.5 and later. */
function appOfNodeCluster(cluster: string, namespace: string): string {
  return namespace !== '' && cluster.endsWith(`.${namespace}`) ? cluster.slice(0, -namespace.length - 1) : cluster;
}

function readIps(instanceIps: string, ipOfId: string): readonly string[] {
  const ips = [ipOfId, ...instanceIps.split(',')].map((ip) => ip.trim()).filter((ip) => ip !== '');
  return [...new Set(ips)];
}

/** v3 has numbers; v2 had one string, `COMMIT/VERSION/STATUS/TYPE/SSL`. */
function readVersion(node: JsonObject): string {
  const version = message(messageOrEmpty(node, 'user_agent_build_version'), 'version');
  if (version !== undefined) {
    const part = (name: string): number => number(version, name) ?? 0;
    return `${part('major_number')}.${part('minor_number')}.${part('patch')}`;
  }
  return buildVersion(text(node, 'build_version') ?? text(node, 'hidden_envoy_deprecated_build_version') ?? '');
}

/** The version in Envoy's build string; empty where there is none. */
export function buildVersion(build: string): string {
  return build.split('/')[1] ?? '';
}
