import type { Cluster, EndpointGroup, Listener, Proxy } from '../envoy/model.ts';
import { parseClusterName, type ClusterName } from '../istio/cluster-name.ts';
import { clusterRecord, endpointsRecord } from './cluster-record.ts';
import { listenerRecord } from './listener-record.ts';
import { modeRecords } from './mode-record.ts';
import { proxyRecord } from './proxy-record.ts';
import type { InspectionRecord } from './records.ts';
import { secretRecord } from './secret-record.ts';

/** Which facts are wanted; undefined lets everything through. */
export interface FactFilter {
  readonly port: number | undefined;
  readonly fqdn: string | undefined;
  readonly direction: 'inbound' | 'outbound' | undefined;
  readonly subset: string | undefined;
}

/** The parts of a proxy that can be left out. */
export const parts = ['listeners', 'clusters', 'endpoints', 'secrets', 'modes'] as const;
export type Part = (typeof parts)[number];

/** All of them. */
export const allParts: ReadonlySet<Part> = new Set(parts);

/** Lets everything through. */
export const noFilter: FactFilter = { port: undefined, fqdn: undefined, direction: undefined, subset: undefined };

/** A proxy and what it says, as far as the filter lets it through, in the order of an inspection. */
export function* factRecords(proxy: Proxy, wanted: ReadonlySet<Part>, filter: FactFilter): Generator<InspectionRecord> {
  const { name } = proxy;
  yield proxyRecord(proxy);
  if (wanted.has('listeners')) {
    for (const listener of proxy.listeners) if (listenerPasses(listener, filter)) yield listenerRecord(name, listener);
  }
  if (wanted.has('clusters')) {
    for (const cluster of proxy.clusters) if (clusterPasses(cluster.name, filter)) yield clusterRecord(name, cluster);
  }
  if (wanted.has('endpoints')) {
    for (const group of groupsOf(proxy))
      if (clusterPasses(group.clusterName, filter)) yield endpointsRecord(name, group);
  }
  if (wanted.has('secrets')) for (const secret of proxy.secrets) yield secretRecord(name, secret);
  if (wanted.has('modes')) {
    for (const mode of modeRecords(proxy)) if (filter.port === undefined || mode.port === filter.port) yield mode;
  }
}

/** From the endpoints section, and from the clusters that bring their own. */
function groupsOf({ clusters, endpoints }: Proxy): EndpointGroup[] {
  return [...endpoints, ...clusters.flatMap(({ loadAssignment }: Cluster) => loadAssignment ?? [])];
}

function listenerPasses({ direction, addresses, filterChains }: Listener, filter: FactFilter): boolean {
  if (filter.fqdn !== undefined || filter.subset !== undefined) return false;
  if (filter.direction !== undefined && direction !== filter.direction) return false;
  if (filter.port === undefined) return true;
  return (
    addresses.some((address) => address.kind === 'ip' && address.port === filter.port) ||
    filterChains.some(({ match }) => match.destinationPort === filter.port)
  );
}

/** Names that are not Istio's pass only where nothing of a service is asked for. */
function clusterPasses(text: string, { port, fqdn, direction, subset }: FactFilter): boolean {
  if (port === undefined && fqdn === undefined && direction === undefined && subset === undefined) return true;
  const name: ClusterName | undefined = parseClusterName(text);
  if (name === undefined) return false;
  return (
    (port === undefined || name.port === port) &&
    (fqdn === undefined || name.host === fqdn || name.host.startsWith(`${fqdn}.`)) &&
    (direction === undefined || name.direction === direction) &&
    (subset === undefined || name.subset === subset)
  );
}
