/** Whether what was found of one client's edge holds for alike clients, and for which of them it does. */
import type { Trace } from '../edge/model.ts';
import type { EndpointGroup, Listener, Proxy } from '../envoy/model.ts';
import { hasCounted } from '../verdict/counters.ts';
import { serverPeer } from '../verdict/peers.ts';
import { sameGroups, type GroupsByName } from './groups.ts';
import { calledFirst, ownNames } from './own-names.ts';

/** What the walks of an edge met: in lists, because they are short, and there are many of them. */
export interface Met {
  readonly addresses: readonly string[];
  /** Names of proxies, and what people call servers. */
  readonly names: readonly string[];
  /** Clusters, with the endpoints that the client knows for them. */
  readonly clusters: readonly {
    readonly name: string;
    readonly edsServiceName: string;
    readonly groups: readonly EndpointGroup[];
  }[];
}

/** What they met, of which `groups` are the endpoints that the client knows. */
export function metOn(traces: readonly Trace[], groups: GroupsByName): Met {
  const servers = traces.flatMap((trace) => serverPeer(trace) ?? []);
  const proxies = traces.flatMap(({ receiving, tunnel }) => [receiving?.proxy, tunnel?.receiving.proxy]);
  const clusters = new Set(traces.flatMap(({ cluster }) => cluster ?? []));
  return {
    addresses: distinct(
      traces.flatMap(({ target, path }) => [target?.address.ip, path.destination.ip].flatMap((ip) => ip ?? [])),
    ),
    names: distinct([...servers.map(({ name }) => name), ...proxies.flatMap((proxy) => proxy?.name ?? [])]),
    clusters: [...clusters].map(({ name, edsServiceName }) => ({
      name,
      edsServiceName,
      groups: groups(edsServiceName),
    })),
  };
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}

/** Whether a client is another than all that was met, and is called otherwise. */
export function isApart(client: Proxy, { addresses, names, clusters }: Met): boolean {
  const own = ownNames(client);
  return (
    !client.node.ips.some((ip) => addresses.includes(ip)) &&
    !addresses.includes(own.name) &&
    !names.includes(own.name) &&
    !names.includes(calledFirst(own)) &&
    !clusters.some(({ name }) => hasCounted(client, name))
  );
}

/** Whether a client, `groups` being the endpoints that it knows, knows the same endpoints of all that was met. */
export function knowsTheSame(groups: GroupsByName, { clusters }: Met): boolean {
  return clusters.every(({ edsServiceName, groups: met }) => sameGroups(groups(edsServiceName), met));
}

/** Whether a walk went only through what alike clients have in common, and nobody asked where it came from. */
export function isCommon({ path, cluster, decision, receiving, tunnel }: Trace): boolean {
  if (path.listener?.direction === 'inbound' && !path.listener.internal) return false;
  const stop = decision.kind === 'stopped' ? decision.stop : undefined;
  const clusters = [cluster?.name, tunnel?.cluster.name, stop?.kind === 'cluster-not-found' ? stop.cluster : ''];
  if (clusters.some((name) => name?.startsWith('inbound|') === true)) return false;
  const listeners = [path.listener, receiving?.listener, receiving?.handedFrom, tunnel?.receiving.listener];
  return !listeners.some((listener) => listener !== undefined && asksForSource(listener));
}

const known = new WeakMap<Listener, boolean>();

/** Whether the address that a connection comes from may decide which chain takes it. */
function asksForSource(listener: Listener): boolean {
  const before = known.get(listener);
  if (before !== undefined) return before;
  const asks =
    listener.filterChainMatcher !== undefined ||
    listener.filterChains.some(
      ({ match: { directSourcePrefixRanges, sourcePrefixRanges, sourceType, sourcePorts } }) =>
        directSourcePrefixRanges.length + sourcePrefixRanges.length + sourcePorts.length > 0 || sourceType !== 'ANY',
    );
  known.set(listener, asks);
  return asks;
}
