/** Istio's resources as fixes write them, in the spelling that the mesh of an edge understands. */
import type { EdgeFacts, Party } from '../context/edge-facts.ts';
import type { PeerAuthentication } from '../../policy/peer-authentication.ts';
import { toYaml, type YamlValue } from './yaml.ts';

type Fields = { readonly [key: string]: YamlValue | undefined };

/**
 * A DestinationRule for the edge's service, in the service's own namespace, where every client finds it; beside a rule
 * that ends the client's search, where there is one.
 */
export function destinationRule(edge: EdgeFacts, trafficPolicy: Fields): string {
  const [nearer] = edge.rulesForOthers;
  const { name, namespace } = edge.service;
  const place = { name, namespace: nearer?.namespace ?? orDefault(namespace) };
  return ruleNamed(place, edge, edge.service.host, { trafficPolicy });
}

/** A DestinationRule by its own name, for example the one that is there already. */
export function ruleNamed(
  rule: { readonly name: string; readonly namespace: string },
  edge: EdgeFacts,
  host: string,
  spec: Fields,
): string {
  return toYaml({
    apiVersion: networkingVersion(edge),
    kind: 'DestinationRule',
    metadata: { name: rule.name, namespace: rule.namespace },
    spec: { host, ...spec },
  });
}

/** Who a server policy is for. */
export type PeerScope = 'workload' | 'namespace' | 'mesh';

/**
 * What the server accepts: a PeerAuthentication, or a legacy Policy that says the same. `ports` are the
 * workload's for the former and the service's for the latter.
 */
export function peerPolicy(
  edge: EdgeFacts,
  scope: PeerScope,
  mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE',
  portMode?: 'STRICT' | 'PERMISSIVE' | 'DISABLE',
): string {
  return edge.era === 'legacy'
    ? legacyPolicy(edge, scope, portMode ?? mode, portMode !== undefined)
    : peerAuthentication(edge, scope, mode, portMode);
}

/** Of several policies of one scope the oldest counts alone: the one that is in force is changed, not joined. */
function peerAuthentication(edge: EdgeFacts, scope: PeerScope, mode: string, portMode: string | undefined): string {
  const present = edge.inForce.get(scope);
  const own = scope === 'workload' ? workloadName(edge.server, edge) : 'default';
  const inScope = scope === 'mesh' ? edge.rootNamespace : orDefault(edge.server.namespace);
  const ports = scope === 'workload' ? portModes(edge, present, portMode) : {};
  // An exception for one port leaves the rest as it is.
  const elsewhere = portMode === undefined || present === undefined ? mode : present.mode;
  return toYaml({
    apiVersion: `security.istio.io/${edge.era === 'v1' ? 'v1' : 'v1beta1'}`,
    kind: 'PeerAuthentication',
    metadata: { name: present?.name ?? own, namespace: inScope },
    spec: {
      ...(scope === 'workload' && { selector: { matchLabels: present?.selector ?? selectorOf(edge.server, edge) } }),
      ...(elsewhere !== 'UNSET' && { mtls: { mode: elsewhere } }),
      ...(Object.keys(ports).length > 0 && { portLevelMtls: ports }),
    },
  });
}

/** The modes of ports as they are, but for the port of the edge. */
function portModes(
  { targetPort }: EdgeFacts,
  present: PeerAuthentication | undefined,
  portMode: string | undefined,
): { readonly [port: string]: YamlValue } {
  const others = (present?.ports ?? []).filter(({ port }) => port !== targetPort);
  const all = [...others, ...(portMode === undefined ? [] : [{ port: targetPort, mode: portMode }])];
  return Object.fromEntries(all.map(({ port, mode }) => [String(port), { mode }]));
}

function legacyPolicy(edge: EdgeFacts, scope: PeerScope, mode: string, onlyPort: boolean): string {
  const target = { name: edge.service.name, ...(onlyPort && { ports: [{ number: edge.port }] }) };
  return toYaml({
    apiVersion: 'authentication.istio.io/v1alpha1',
    kind: scope === 'mesh' ? 'MeshPolicy' : 'Policy',
    metadata:
      scope === 'mesh'
        ? { name: 'default' }
        : { name: scope === 'namespace' ? 'default' : edge.service.name, namespace: orDefault(edge.service.namespace) },
    spec: {
      ...(scope === 'workload' && { targets: [target] }),
      ...(mode !== 'DISABLE' && { peers: [{ mtls: { mode } }] }),
    },
  });
}

/** `networking.istio.io/…` as the edge's mesh serves it. */
export function networkingVersion({ era }: EdgeFacts): string {
  const version = era === 'legacy' ? 'v1alpha3' : era;
  return `networking.istio.io/${version}`;
}

const identifying = ['app', 'app.kubernetes.io/name', 'service.istio.io/canonical-name', 'k8s-app'];

/** The label that picks out a workload's pods. */
export function selectorOf(party: Party, edge: EdgeFacts): Readonly<Record<string, string>> {
  const key = identifying.find((label) => Object.hasOwn(party.labels, label)) ?? 'app';
  return { [key]: party.labels[key] ?? workloadName(party, edge) };
}

/** The workload's name; its service's where only an address is known. */
export function workloadName(party: Party, edge: EdgeFacts): string {
  const isAddress = /^[\d.]+$|:/u.test(party.name) || party.name === '';
  return isAddress && party === edge.server ? edge.service.name : party.name;
}

/** A manifest needs a namespace; `default` is what kubectl takes without one. */
export function orDefault(namespace: string): string {
  return namespace === '' ? 'default' : namespace;
}
