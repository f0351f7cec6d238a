/** The endpoints a connection may end at: one trace each. */
import { parseIp } from '../envoy/ip.ts';
import type { Cluster, EndpointGroup, Proxy } from '../envoy/model.ts';
import { indexOf } from '../envoy/proxy-index.ts';
import { parseClusterName } from '../istio/cluster-name.ts';
import { isServiceAddress } from './destination.ts';
import type { Mesh } from './mesh.ts';
import type { Destination, OutboundStop, Target } from './model.ts';
import { podArgument } from './outbound.ts';
import type { Missing } from './question.ts';
import { realAddress } from './real-address.ts';
import { serversOf } from './servers-of.ts';

export type Targets = { readonly targets: readonly Target[] } | { readonly stop: OutboundStop };

/** Endpoints of the cluster, as the client's proxy would choose among them. */
export function targetsOf(mesh: Mesh, client: Proxy, cluster: Cluster, destination: Destination): Targets {
  if (cluster.type === 'ORIGINAL_DST') return originalDestination(mesh, cluster, destination);
  if (cluster.name === 'BlackHoleCluster') return { stop: { kind: 'blackhole', cluster: cluster.name } };
  const groups = endpointGroups(client, cluster);
  if (groups.length === 0) {
    if (client.seen.endpoints || cluster.type === 'STATIC') {
      return { stop: { kind: 'no-endpoints', cluster: cluster.name, unhealthy: 0 } };
    }
    return { targets: fromServers(mesh, client, cluster) };
  }
  const all = groups.flatMap((group) => group.endpoints.map((endpoint) => ({ endpoint, group })));
  const usable = all.filter(({ endpoint }) => endpoint.health !== 'UNHEALTHY' && endpoint.health !== 'TIMEOUT');
  // In panic Envoy takes unhealthy endpoints too (`LoadBalancerBase::isHostSetInPanic`).
  const panics = (100 * usable.length) / all.length < (cluster.panicBelow ?? 0);
  if (usable.length === 0 && !panics) {
    return { stop: { kind: 'no-endpoints', cluster: cluster.name, unhealthy: all.length } };
  }
  const targets: Target[] = [];
  for (const { endpoint, group } of panics ? all : usable) {
    const address = realAddress(endpoint);
    if (address !== undefined) targets.push({ address, endpoint, group, known: 'listed' });
  }
  return { targets };
}

/** The groups filed under the cluster: EDS by service name, else what the cluster carries itself. */
function endpointGroups(client: Proxy, cluster: Cluster): readonly EndpointGroup[] {
  const listed = indexOf(client).endpoints(cluster.edsServiceName);
  const best = listed.filter((group) => group.metadataKnown);
  if (best.length > 0) return best;
  if (listed.length > 0) return listed;
  return cluster.loadAssignment === undefined ? [] : [cluster.loadAssignment];
}

/**
 * ORIGINAL_DST forwards to the address as dialled. A service's address is not a pod's: kube-proxy then
 * chooses one of its pods, which other proxies' dumps may tell.
 */
function originalDestination(mesh: Mesh, cluster: Cluster, destination: Destination): Targets {
  if (destination.ip === undefined) return fromOthers(mesh, destination, cluster.name);
  if (isServiceAddress(mesh, destination.ip)) return fromOthers(mesh, destination, cluster.name);
  const port = cluster.upstreamPort ?? destination.port;
  return { targets: [{ address: { ip: destination.ip, port }, known: 'dialled' }] };
}

function fromOthers(mesh: Mesh, destination: Destination, clusterName: string): Targets {
  const pods = podsBehind(mesh, destination);
  if (pods.length > 0) return { targets: pods };
  return {
    stop: {
      kind: 'unknown',
      missing: {
        what: `which pods stand behind ${destination.host}:${destination.port}, which ${clusterName} forwards as dialled${otherPorts(mesh, destination)}`,
        decides: 'the pod decides what is accepted',
        command: `kubectl get endpointslices -A -o yaml | grep -B20 ${wordFor(destination.host)}`,
      },
    },
  };
}

/** The ports that a service is known to have, where the dialled one is none of them: as a rule a slip. */
function otherPorts(mesh: Mesh, destination: Destination): string {
  const host = mesh.directory.hostOf(destination.host) ?? destination.host;
  const ports = mesh.directory.portsOf(host);
  if (ports.length === 0) return '';
  const behind = ports.filter((port) =>
    mesh.directory.endpointsOf(host, port)?.endpoints.some((each) => realAddress(each)?.port === destination.port),
  );
  const pods = behind.length === 0 ? '' : `: its pods listen on ${destination.port} behind port ${behind.join(', ')}`;
  return ` (a port that no dump knows; known ${ports.length === 1 ? 'is' : 'are'} ${ports.join(', ')}${pods})`;
}

/** An address as it is; of a name what its slices are called after. */
function wordFor(host: string): string {
  return parseIp(host) === undefined ? (host.split('.')[0] ?? '') : host;
}

/** The pods kube-proxy chooses from for a service address, as other proxies' endpoints tell. */
export function podsBehind(mesh: Mesh, destination: Destination): readonly Target[] {
  const host = mesh.directory.hostOf(destination.host) ?? destination.host;
  const group = mesh.directory.endpointsOf(host, destination.port);
  return (group?.endpoints ?? []).flatMap((endpoint): Target[] => {
    const address = realAddress(endpoint);
    return address === undefined ? [] : [{ address, known: 'kube-proxy' }];
  });
}

/** Without endpoints, the servers that say they serve this host stand in; without them the server is left open. */
function fromServers(mesh: Mesh, client: Proxy, cluster: Cluster): readonly Target[] {
  const name = parseClusterName(cluster.name);
  // Which of them belong to a subset, no server says.
  const servers = name?.direction === 'outbound' && name.subset === '' ? serversOf(mesh, name.host, name.port) : [];
  const targets = servers.map(({ proxy, port }): Target => {
    return { address: { ip: proxy.node.ips[0] ?? proxy.name, port }, known: 'from-server' };
  });
  if (targets.length > 0) return targets;
  const missing: Missing = {
    what: `the endpoints of ${cluster.name}`,
    decides: 'each endpoint decides which transport socket is used, and who the server is',
    command: `istioctl proxy-config eds ${podArgument(client)} -o json`,
  };
  return [{ address: { ip: '', port: 0 }, known: 'unlisted', missing }];
}
