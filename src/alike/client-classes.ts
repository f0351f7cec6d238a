/**
 * Clients whose dumps say the same of everything that an edge from them can depend on. Pods of a workload are such
 * clients as a rule, and workloads of a namespace often.
 */
import { isLazy } from '../input/shelf/lazy-list.ts';
import { isGateway } from '../edge/gateway.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { Proxy, Secret } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { proxyIdentity } from '../istio/proxy-identity.ts';
import { marksEndpoints } from '../cause/context/endpoint-view.ts';
import { alikeCertificates, type AlikeCertificates } from './alike-certificates.ts';
import { inboundDoors, isOutgoingListener, outgoingOf, type Outgoing } from './outgoing.ts';
import { identityButForAccount } from './identities.ts';
import { arePlain, ownNames } from './own-names.ts';
import { allOf, sameIn, sameResources } from './same-resources.ts';

/** Clients that are alike: three or more, because it takes as long to share between two as to judge both. */
export interface ClientClass {
  readonly clients: readonly Proxy[];
  /** Whether they go by more than one identity. */
  readonly isMixed: boolean;
}

/** A class in the making. */
interface Growing {
  readonly clients: Proxy[];
  readonly outgoing: Outgoing;
  readonly identity: string | undefined;
}

/** So many classes of one signature are compared with; where there are more, clients hardly repeat each other. */
const mostCompared = 16;

/** What alike clients have in common is kept until the last of them was asked: some 3 kB for each of so many edges. */
const mostKept = 60_000;

/** The class of each client that has one, as far as there is room for what they have in common: the largest first. */
export function clientClasses(mesh: Mesh): ReadonlyMap<Proxy, ClientClass> {
  const alikeToServers = alikeCertificates(mesh.proxies, mesh.at);
  const bySignature = new Map<string, Growing[]>();
  for (const client of mesh.proxies) {
    if (isLazy(client.clusters) || !mayHaveLikes(mesh, client)) continue;
    const outgoing = outgoingOf(client);
    const identity = proxyIdentity(client);
    const signature = signatureOf(client, outgoing, identity);
    const classes = bySignature.get(signature) ?? [];
    bySignature.set(signature, classes);
    const found = classes.findLast((each, index) => {
      return index >= classes.length - mostCompared && isAlike(each, { outgoing, identity }, alikeToServers);
    });
    if (found === undefined) classes.push({ clients: [client], outgoing, identity });
    else found.clients.push(client);
  }
  return new Map(
    worthKeeping([...bySignature.values()].flat()).flatMap(({ clients }) => {
      const alike: ClientClass = { clients, isMixed: new Set(clients.map(proxyIdentity)).size > 1 };
      return clients.map((client) => [client, alike] as const);
    }),
  );
}

function worthKeeping(all: readonly Growing[]): readonly Growing[] {
  let kept = 0;
  const sorted = all.filter(({ clients }) => clients.length > 2);
  return sorted
    .toSorted((one, other) => other.clients.length - one.clients.length)
    .filter(({ outgoing }) => {
      kept += outgoing.clusters.length;
      return kept <= mostKept;
    });
}

/** Gateways forward what enters through their own listeners; a pod's manifest is asked for by the pod's name. */
function mayHaveLikes(mesh: Mesh, client: Proxy): boolean {
  const { node, ztunnel } = client;
  if (node.kind !== 'sidecar' || ztunnel !== undefined || isGateway(client) || !arePlain(ownNames(client)))
    return false;
  if (mesh.policies?.manifests.pod(node.namespace, node.pod) !== undefined) return false;
  const doors = inboundPorts(client);
  return !client.clusters.some(
    ({ name }) => doors.has(parseClusterName(name)?.port ?? 0) && name.startsWith('outbound'),
  );
}

/** Ports at which an inbound listener listens on all addresses. */
function inboundPorts({ listeners, node }: Proxy): ReadonlySet<number> {
  const inbound = listeners.filter((listener) => !isOutgoingListener(listener));
  return new Set(
    inbound.flatMap(({ addresses }) =>
      addresses.flatMap((address) => (address.kind === 'ip' && !node.ips.includes(address.ip) ? [address.port] : [])),
    ),
  );
}

/** What is short enough to be compared as text. */
function signatureOf(client: Proxy, outgoing: Outgoing, identity: string | undefined): string {
  const { node, seen, incomplete, certificates } = client;
  const { kind, namespace, trustDomain, clusterId, network } = node;
  const { istioVersion, envoyVersion, autoMtls, interceptionMode } = node;
  const { clusters, routes, listeners, secrets } = outgoing;
  return JSON.stringify([
    { kind, namespace, trustDomain, clusterId, network, istioVersion, envoyVersion },
    { autoMtls, interceptionMode, isAddressed: node.ips.length > 0, identity: identityButForAccount(identity) },
    { marks: marksEndpoints(client) },
    { seen, incomplete, certificates, doors: inboundDoors(client) },
    Object.values(ownNames(client)).map((name: string) => name === ''),
    [clusters, routes, listeners, secrets].map(({ length }) => length),
  ]);
}

type Compared = Pick<Growing, 'outgoing' | 'identity'>;

function isAlike(one: Compared, other: Compared, alike: AlikeCertificates): boolean {
  const sameSecret = (a: Secret, b: Secret): boolean => sameIn(a, b, ['certificate']) && sameCertificate(a, b);
  const sameCertificate = ({ certificate: a }: Secret, { certificate: b }: Secret): boolean => {
    if (a === undefined || b === undefined) return a === b;
    return alike({ certificate: a, identity: one.identity }, { certificate: b, identity: other.identity });
  };
  return allOf(one.outgoing.secrets, other.outgoing.secrets, sameSecret) && sameResources(one.outgoing, other.outgoing);
}
