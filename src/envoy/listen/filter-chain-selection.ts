/**
 * Which filter chain of a listener takes a connection. Each criterion picks its one most specific branch and never
 * comes back: a dead end further down leads to the default chain, not to a broader branch.
 * Source: envoy `source/common/listener_manager/filter_chain_manager_impl.cc` (findFilterChain…).
 */
import type { ChainSelection, Detected, MatchCriterion } from '../connection.ts';
import { branchOf, type Branch } from './branch.ts';
import type { BySource, ByServerName } from './filter-chain-index.ts';
import type { FilterChain, Listener } from '../model.ts';
import { matchFilterChain } from './filter-chain-matcher.ts';
import { filterChainIndex } from './filter-chain-index.ts';
import { parseIp, type Ip } from '../ip.ts';
import { lookUp } from './prefix-table.ts';
import { selectBySource } from './source-selection.ts';

/** Stands for an address that is none (pipe, internal listener): only catch-all ranges hold it. */
const noAddress: Ip = { version: 4, bits: 0xffff_ffff };

/**
 * The chain that takes a connection which passed the listener filters. A chain without filters is still chosen;
 * Envoy then closes the connection. `unknown` only where something not known really makes a difference.
 */
export function selectFilterChain(listener: Listener, detected: Detected): ChainSelection {
  const found =
    listener.filterChainMatcher === undefined ? descend(listener, detected) : matchFilterChain(listener, detected);
  switch (found.kind) {
    case 'found':
      return { kind: 'chain', chain: found.value, byDefault: false };
    case 'nothing':
      return orDefault(listener, found.at);
    case 'missing':
      return { kind: 'none', narrowedBy: 'filter_chain_matcher' };
    case 'unknown':
      return found;
  }
}

/** The default chain, or none: Envoy then closes the connection without a word. */
function orDefault(listener: Listener, narrowedBy: MatchCriterion): ChainSelection {
  const chain = listener.defaultFilterChain;
  return chain === undefined ? { kind: 'none', narrowedBy } : { kind: 'chain', chain, byDefault: true };
}

function descend(listener: Listener, detected: Detected): Branch<FilterChain> {
  const byAddress = byDestination(listener, detected);
  if (byAddress.kind !== 'found') return byAddress;
  const bySource = byProtocols(byAddress.value, detected);
  if (bySource.kind !== 'found') return bySource;
  return selectBySource(listener, bySource.value, detected);
}

/** Port and address. Once any chain names the port, those without one are out of play for it. */
function byDestination(listener: Listener, { destination }: Detected): Branch<ByServerName> {
  const index = filterChainIndex(listener);
  const byAddress = (destination === null ? undefined : index.get(destination.port)) ?? index.get(0);
  if (byAddress === undefined) return { kind: 'nothing', at: 'destination_port' };
  const ip = destination === null ? noAddress : (parseIp(destination.ip) ?? noAddress);
  return branchOf(lookUp(byAddress, ip), 'prefix_ranges');
}

/** Server name, transport protocol, application protocols: what the listener filters detected. */
function byProtocols(byName: ByServerName, detected: Detected): Branch<BySource> {
  const byTransport = firstOf(byName, [detected.serverName, ...suffixes(detected.serverName), '']);
  if (byTransport === undefined) return { kind: 'nothing', at: 'server_names' };
  const byApplication = firstOf(byTransport, [detected.transportProtocol, '']);
  if (byApplication === undefined) return { kind: 'nothing', at: 'transport_protocol' };
  const bySource = firstOf(byApplication, [...detected.applicationProtocols, '']);
  if (bySource === undefined) return { kind: 'nothing', at: 'application_protocols' };
  return { kind: 'found', value: bySource };
}

function firstOf<T>(map: ReadonlyMap<string, T>, keys: readonly string[]): T | undefined {
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `a.b.c` → `.b.c`, `.c`: the keys of the wildcards that hold a name, longest first. */
function suffixes(name: string): string[] {
  const found: string[] = [];
  for (let dot = name.indexOf('.', 1); dot > 0 && dot < name.length - 1; dot = name.indexOf('.', dot + 1)) {
    found.push(name.slice(dot));
  }
  return found;
}
