/**
 * Kubernetes' and Istio's objects: of the kinds that are read, the fields that are read. Where Istio writes fields that
 * nobody reads, their names stay without their content, because that they are there may mean something.
 */
import { parse } from 'yaml';
import { isObject } from '../../input/spelling.ts';
import type { JsonObject, JsonValue } from '../../input/model.ts';

/** The object as it may be shown; undefined for kinds that are nobody's business, such as Secrets. */
export function writeObject(value: JsonObject): JsonObject | undefined {
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (kind === 'ConfigMap') return group === '' ? meshConfigMap(value) : undefined;
  if (istioGroups.test(group)) return { ...pickObject(value, true), apiVersion, kind };
  return kinds.has(kind) && kubernetesGroups.has(group) ? { ...pickObject(value, false), apiVersion, kind } : undefined;
}

/** A bare MeshConfig: settings that bear on mutual TLS, and the names of the others. */
export function writeMeshConfig(value: JsonObject): JsonObject {
  return pickObject(value, true);
}

const istioGroups = /(?:^|\.)istio\.io$|^sailoperator\.io$/;
const kubernetesGroups = new Set(['', 'apps', 'batch', 'admissionregistration.k8s.io']);
const kinds = new Set(
  (
    'Pod Service Namespace Deployment StatefulSet DaemonSet ReplicaSet Job CronJob ' +
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration'
  ).split(' '),
);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}

/** Fields that are read, wherever they stand. */
const allowed: ReadonlySet<string> = new Set(
  [
    // every object
    'apiVersion kind metadata name namespace creationTimestamp spec selector status',
    // Istio's resources
    `matchLabels workloadSelector mtls mode portLevelMtls host trafficPolicy tls clientCertificate privateKey
     caCertificates credentialName sni subjectAltNames insecureSkipVerify portLevelSettings port number subsets exportTo
     loadBalancer simple connectionPool http h2UpgradePolicy proxyProtocol hosts gateways tcp match sniHosts
     destinationSubnets sourceNamespace route destination subset weight redirect scheme directResponse delegate uri
     prefix exact regex ignoreUriCase ingress egress captureMode bind defaultEndpoint outboundTrafficPolicy addresses
     ports protocol targetPort location resolution endpoints address serviceAccount network servers httpsRedirect
     minProtocolVersion maxProtocolVersion cipherSuites serverCertificate targetRef targetRefs action rules from source
     principals namespaces serviceAccounts notPrincipals notNamespaces notServiceAccounts to operation when targets
     peers allowTls peerIsOptional origins originIsOptional principalBinding services subjects user roleRef role
     configPatches applyTo context listener filterChain destinationPort portNumber cluster service routeConfiguration
     patch properties`,
    // mesh-wide settings
    `meshConfig values enableAutoMtls trustDomain trustDomainAliases rootNamespace meshMTLS authPolicy
     defaultDestinationRuleExportTo defaultVirtualServiceExportTo defaultServiceExportTo`,
    // Kubernetes
    `type clusterIP clusterIPs externalName appProtocol template jobTemplate serviceAccountName hostNetwork containers
     initContainers containerPort livenessProbe readinessProbe startupProbe httpGet tcpSocket grpc podIP podIPs ip
     webhooks clientConfig`,
  ].flatMap(words),
);

/** Maps whose keys are free: what is in them are names. */
const maps: ReadonlySet<string> = new Set(words('labels matchLabels sourceLabels selector'));
const annotation =
  /^(?:(?:[a-z-]+\.)?sidecar\.istio\.io|istio\.io|prometheus\.io|prometheus\.istio\.io|(?:inject|ambient)\.istio\.io)\//;
const annotationText = /^[\w.,*/:-]{0,256}$/;
const maximumDepth = 40;

function pickObject(value: JsonObject, keepsNames: boolean, depth = 0): JsonObject {
  const entries = Object.entries(value).flatMap(([key, each]) => {
    if (key === 'annotations') return [[key, annotations(each)] as const];
    if (maps.has(key) && isFlat(each)) return [[key, each] as const];
    if (/^\d{1,5}$/u.test(key) || allowed.has(key)) return [[key, pick(each, keepsNames, depth + 1)] as const];
    return keepsNames && fieldName.test(key) ? [[key, Array.isArray(each) ? [] : {}] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Field names of Istio's API; anything else is a key that somebody chose. */
const fieldName = /^[a-z][A-Za-z]{1,40}$/;

function pick(value: JsonValue, keepsNames: boolean, depth: number): JsonValue {
  if (depth > maximumDepth) return null;
  if (isObject(value)) return pickObject(value, keepsNames, depth);
  return Array.isArray(value) ? value.map((each: JsonValue) => pick(each, keepsNames, depth + 1)) : value;
}

function isFlat(value: JsonValue): boolean {
  return isObject(value) && Object.values(value).every((each) => typeof each === 'string');
}

function annotations(value: JsonValue): JsonObject {
  if (!isObject(value)) return {};
  const read = Object.entries(value).filter(
    ([key, each]) => annotation.test(key) && typeof each === 'string' && annotationText.test(each),
  );
  return Object.fromEntries(read);
}

/** The ConfigMap `istio`: its `mesh` without what is nobody's business, and nothing beside it. */
function meshConfigMap(value: JsonObject): JsonObject | undefined {
  const { data, metadata } = value;
  const mesh = isObject(data) ? data['mesh'] : undefined;
  if (typeof mesh !== 'string' || !isObject(metadata)) return undefined;
  const settings = parsed(mesh);
  if (settings === undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: pickObject(metadata, false),
    data: { mesh: JSON.stringify(writeMeshConfig(settings)) },
  };
}

function parsed(text: string): JsonObject | undefined {
  try {
    // Through JSON, so that dates and the like are texts.
    const value: unknown = JSON.parse(JSON.stringify(parse(text, { maxAliasCount: 100, schema: 'core' })));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
