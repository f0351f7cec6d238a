/**
 * Clients whose dumps say the same of everything that an edge from them can depend on. Pods of a workload are such
 * clients as a rule, and workloads of a namespace often.
 */
import { isGateway } from '../edge/gateway.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { Proxy, Secret } from '../envoy/model.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { proxyIdentity } from '../istio/proxy-identity.ts';
import { marksEndpoints } from '../cause/context/endpoint-view.ts';
import { alikeCertificates, type AlikeCertificates } from './alike-certificates.ts';
import { inboundDoors, isOutgoingListener, outgoingOf, type Outgoing } from './outgoing.ts';
import { arePlain, ownNames } from './own-names.ts';
import { allSame, sameIn, sameResources } from './same-resources.ts';

/** Clients that are alike: two or more. */
export interface ClientClass {
  readonly clients: readonly Proxy[];
}

/** A class in the making. */
interface Growing {
  readonly clients: Proxy[];
  readonly outgoing: Outgoing;
}

/** So many classes of one signature are compared with; where there are more, clients hardly repeat each other. */
const mostCompared = 16;

/** The class of each client that has one. */
export function clientClasses(mesh: Mesh): ReadonlyMap<Proxy, ClientClass> {
  const alikeToServers = alikeCertificates(mesh.proxies, mesh.at);
  const bySignature = new Map<string, Growing[]>();
  for (const client of mesh.proxies) {
    const outgoing = outgoingOf(client);
    if (!mayHaveLikes(mesh, client)) continue;
    const signature = signatureOf(mesh, client, outgoing);
    const classes = bySignature.get(signature) ?? [];
    bySignature.set(signature, classes);
    const found = classes.findLast((each, index) => {
      return index >= classes.length - mostCompared && isAlike(each.outgoing, outgoing, alikeToServers);
    });
    if (found === undefined) classes.push({ clients: [client], outgoing });
    else found.clients.push(client);
  }
  const all = [...bySignature.values()].flat().filter(({ clients }) => clients.length > 1);
  return new Map(
    all.flatMap(({ clients }) => {
      const alike: ClientClass = { clients };
      return clients.map((client) => [client, alike] as const);
    }),
  );
}

/** Gateways forward what enters through their own listeners; a pod's manifest is asked for by the pod's name. */
function mayHaveLikes(mesh: Mesh, client: Proxy): boolean {
  const { node, ztunnel } = client;
  if (node.kind !== 'sidecar' || ztunnel !== undefined || isGateway(client) || !arePlain(ownNames(client)))
    return false;
  if (mesh.policies?.policies.pods.some(({ name, namespace }) => name === node.pod && namespace === node.namespace))
    return false;
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
function signatureOf(mesh: Mesh, client: Proxy, outgoing: Outgoing): string {
  const { node, seen, incomplete, certificates } = client;
  const { kind, namespace, serviceAccount, trustDomain, clusterId, network } = node;
  const { istioVersion, envoyVersion, autoMtls, interceptionMode } = node;
  const { clusters, routes, listeners, secrets } = outgoing;
  return JSON.stringify([
    { kind, namespace, serviceAccount, trustDomain, clusterId, network, istioVersion, envoyVersion },
    { autoMtls, interceptionMode, isAddressed: node.ips.length > 0, identity: proxyIdentity(client) },
    { marks: marksEndpoints(client) },
    { seen, incomplete, certificates, doors: inboundDoors(client) },
    // Policies select by labels; without any nobody asks for them but what `stand-in-client.ts` watches.
    mesh.policies === undefined ? undefined : node.labels,
    Object.values(ownNames(client)).map((name: string) => name === ''),
    [clusters, routes, listeners, secrets].map(({ length }) => length),
  ]);
}

function isAlike(one: Outgoing, other: Outgoing, alike: AlikeCertificates): boolean {
  return allSame(one.secrets, other.secrets, sameSecret(alike)) && sameResources(one, other);
}

function sameSecret(alike: AlikeCertificates) {
  return (one: Secret, other: Secret): boolean => {
    const { certificate: a } = one;
    const { certificate: b } = other;
    const sameCertificate = a === undefined || b === undefined ? a === b : alike(a, b);
    return sameCertificate && sameIn(one, other, ['certificate']);
  };
}
