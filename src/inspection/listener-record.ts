import type { Address, FilterChain, FilterChainMatch, Listener, NetworkFilter } from '../envoy/model.ts';
import { present } from '../envoy/present.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import { resourceRecord, type ResourceRecord } from './resource-record.ts';
import { socketRecord, type SocketRecord } from './socket-record.ts';

/** A listener with its filter chains: which connections each takes, and with what TLS. */
export interface ListenerRecord extends ResourceRecord {
  readonly kind: 'listener';
  /** `ip:port`, a path, or `internal NAME`. */
  readonly addresses: readonly string[];
  readonly direction: Listener['direction'];
  readonly bindToPort: boolean;
  readonly listenerFilters: readonly string[];
  /** Milliseconds; 0 waits for ever. */
  readonly listenerFiltersTimeout: number;
  readonly filterChains: readonly FilterChainRecord[];
}

export interface FilterChainRecord {
  readonly name: string;
  readonly isDefault: boolean;
  /** Criteria that are set, in Envoy's words; empty takes everything. */
  readonly match: Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;
  readonly transportSocket: SocketRecord;
  /** Network filters in their order, with the cluster or the routes they lead to. */
  readonly filters: readonly string[];
  readonly evidence: EvidenceRecord;
}

/** A listener as a document shows it. */
export function listenerRecord(proxy: string, listener: Listener): ListenerRecord {
  const chains = listener.filterChains.map((chain) => chainRecord(listener, chain, false));
  const byDefault = listener.defaultFilterChain;
  return {
    kind: 'listener',
    ...resourceRecord(proxy, listener),
    addresses: listener.addresses.map(addressText),
    direction: listener.direction,
    bindToPort: listener.bindToPort,
    listenerFilters: listener.listenerFilters.map(({ kind, name }) => (kind === 'other' ? name : kind)),
    listenerFiltersTimeout: listener.listenerFiltersTimeout,
    filterChains: byDefault === undefined ? chains : [...chains, chainRecord(listener, byDefault, true)],
  };
}

function chainRecord({ place }: Listener, chain: FilterChain, isDefault: boolean): FilterChainRecord {
  return {
    name: chain.name,
    isDefault,
    match: matchRecord(chain.match),
    transportSocket: socketRecord(chain.transportSocket),
    filters: chain.filters.map(filterText),
    evidence: { source: place.source, pointer: `${place.pointer}${chain.path}` },
  };
}

function matchRecord(match: FilterChainMatch): FilterChainRecord['match'] {
  return present({
    destinationPort: match.destinationPort,
    prefixRanges: ranges(match.prefixRanges),
    serverNames: filled(match.serverNames),
    transportProtocol: match.transportProtocol === '' ? undefined : match.transportProtocol,
    applicationProtocols: filled(match.applicationProtocols),
    directSourcePrefixRanges: ranges(match.directSourcePrefixRanges),
    sourceType: match.sourceType === 'ANY' ? undefined : match.sourceType,
    sourcePrefixRanges: ranges(match.sourcePrefixRanges),
    sourcePorts: filled(match.sourcePorts),
  });
}

function ranges(list: FilterChainMatch['prefixRanges']): readonly string[] | undefined {
  return filled(list.map(({ ip, prefixLength }) => `${ip}/${prefixLength}`));
}

function filled<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list;
}

function filterText(filter: NetworkFilter): string {
  switch (filter.kind) {
    case 'http':
      return `http_connection_manager → ${routesText(filter.http)}`;
    case 'tcp':
      return `tcp_proxy → ${[filter.tcp.cluster, ...filter.tcp.weightedClusters.map(({ name }) => name)].filter((name) => name !== undefined).join(', ')}`;
    case 'rbac':
      return `rbac ${filter.rbac.action}`;
    case 'other':
      return filter.name;
    case 'sni-cluster':
    case 'direct-response':
    case 'echo':
      return filter.kind.replace('-', '_');
  }
}

function routesText(http: Extract<NetworkFilter, { readonly kind: 'http' }>['http']): string {
  return http.routeConfigName ?? http.routeConfig?.name ?? 'inline routes';
}

/** `ip:port` with IPv6 in brackets; what has no port as it is called. */
export function addressText(address: Address): string {
  switch (address.kind) {
    case 'ip':
      return address.ip.includes(':') ? `[${address.ip}]:${address.port}` : `${address.ip}:${address.port}`;
    case 'pipe':
      return address.path;
    case 'internal':
      return `internal ${address.listener}${address.endpointId === '' ? '' : ` ${address.endpointId}`}`;
  }
}
