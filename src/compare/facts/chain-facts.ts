/** Facts of a filter chain: what it takes, with which TLS, and where it leads. */
import type { CidrRange, FilterChain, FilterChainMatch, HttpFilter, NetworkFilter } from '../../envoy/model.ts';
import { canonical, factsOf, sorted, within, type Fact } from './fact.ts';
import { socketFacts } from './socket-facts.ts';

export function chainFacts(chain: FilterChain, envoyVersion: string): readonly Fact[] {
  return [
    ...within('filter_chain_match', factsOf(`${chain.path}/filter_chain_match`, matchFacts(chain.match))),
    ...socketFacts(chain.transportSocket, chain.path, envoyVersion),
    ...factsOf(`${chain.path}/filters`, {
      filters: chain.filters
        .map(filterText)
        .filter((text) => text !== '')
        .join(', '),
    }),
  ];
}

/** What tells a chain from the others of its listener when it has no name: what it takes. */
export function matchText(match: FilterChainMatch): string {
  const parts = Object.entries(matchFacts(match)).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name} ${value}`],
  );
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

function matchFacts(match: FilterChainMatch): Readonly<Record<string, string | undefined>> {
  return {
    destination_port: match.destinationPort?.toString(),
    prefix_ranges: ranges(match.prefixRanges),
    server_names: sorted(match.serverNames),
    transport_protocol: match.transportProtocol,
    application_protocols: sorted(match.applicationProtocols),
    direct_source_prefix_ranges: ranges(match.directSourcePrefixRanges),
    source_type: match.sourceType === 'ANY' ? undefined : match.sourceType,
    source_prefix_ranges: ranges(match.sourcePrefixRanges),
    source_ports: sorted(match.sourcePorts.map(String)),
  };
}

function ranges(list: readonly CidrRange[]): string {
  return sorted(list.map(({ ip, prefixLength }) => `${ip}/${prefixLength}`));
}

/** Filters that bear on TLS or identity; the others come and go with every release. */
function filterText(filter: NetworkFilter): string {
  switch (filter.kind) {
    case 'http':
      return [
        'http_connection_manager',
        authn(filter.http.istioAuthnPeer),
        ...filter.http.httpFilters.map(httpFilterText),
      ]
        .filter((text) => text !== '')
        .join(' ');
    case 'tcp':
      return `tcp_proxy to ${[filter.tcp.cluster, ...filter.tcp.weightedClusters.map(({ name }) => name)].filter((name) => name !== undefined).join(' and ')}`;
    case 'rbac':
      return `rbac ${canonical(filter.rbac)}`;
    case 'sni-cluster':
    case 'direct-response':
    case 'echo':
      return filter.kind;
    case 'other':
      return '';
  }
}

function httpFilterText(filter: HttpFilter): string {
  switch (filter.kind) {
    case 'rbac':
      return `rbac ${canonical(filter.rbac)}`;
    case 'istio-alpn':
      return `istio.alpn ${canonical(filter.override)}`;
    case 'other':
      return '';
  }
}

function authn(peer: 'STRICT' | 'PERMISSIVE' | undefined): string {
  return peer === undefined ? '' : `istio_authn ${peer}`;
}
