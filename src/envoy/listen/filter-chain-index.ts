/**
 * A listener's filter chains as nested maps, one level per criterion, in Envoy's order: destination port, destination
 * address, server name, transport protocol, application protocol, direct source, source type, source, source port.
 * Source: envoy `source/common/listener_manager/filter_chain_manager_impl.cc` (addFilterChainFor…).
 */
import type { FilterChain, FilterChainMatch, Listener } from '../model.ts';
import { emplace, PrefixTableBuilder, type PrefixTable } from './prefix-table.ts';

/** Port 0 stands for chains that name no destination port. */
export type FilterChainIndex = ReadonlyMap<number, PrefixTable<ByServerName>>;
/** `''` for chains without server names; `*.example.com` is filed under `.example.com`. */
export type ByServerName = ReadonlyMap<string, ByTransportProtocol>;
/** `''` for chains that name none, here and below. */
export type ByTransportProtocol = ReadonlyMap<string, ByApplicationProtocol>;
export type ByApplicationProtocol = ReadonlyMap<string, BySource>;
/** By the address of the peer itself, before any PROXY header. */
export type BySource = PrefixTable<BySourceType>;
export type BySourceType = Readonly<Partial<Record<SourceType, PrefixTable<BySourcePort>>>>;
/** Port 0 for chains that name no source port. */
export type BySourcePort = ReadonlyMap<number, FilterChain>;

type SourceType = FilterChainMatch['sourceType'];
type Ports = Map<number, FilterChain>;
type SourceTypes = Map<SourceType, PrefixTableBuilder<Ports>>;
type Sources = PrefixTableBuilder<SourceTypes>;
type Names = Map<string, Map<string, Map<string, Sources>>>;

const indexes = new WeakMap<Listener, FilterChainIndex>();

/** The index of a listener, built when first asked for. Of chains that collide the first stays: Envoy takes no such listener. */
export function filterChainIndex(listener: Listener): FilterChainIndex {
  let index = indexes.get(listener);
  if (index === undefined) {
    index = build(listener.filterChains);
    indexes.set(listener, index);
  }
  return index;
}

function build(chains: readonly FilterChain[]): FilterChainIndex {
  const byPort = new Map<number, PrefixTableBuilder<Names>>();
  for (const chain of chains) {
    const port = emplace(byPort, chain.match.destinationPort ?? 0, () => new PrefixTableBuilder<Names>(newMap));
    for (const names of port.at(chain.match.prefixRanges)) addByName(names, chain);
  }
  return mapValues(byPort, (prefixes) =>
    prefixes.build((names) =>
      mapValues(names, (transports) => mapValues(transports, (protocols) => mapValues(protocols, buildSources))),
    ),
  );
}

function addByName(names: Names, chain: FilterChain): void {
  const { match } = chain;
  for (const name of orEmpty(match.serverNames)) {
    const key = name.startsWith('*.') ? name.slice(1) : name;
    const transports = emplace(names, key, () => new Map<string, Map<string, Sources>>());
    const protocols = emplace(transports, match.transportProtocol, () => new Map<string, Sources>());
    for (const protocol of orEmpty(match.applicationProtocols)) {
      addBySource(
        emplace(protocols, protocol, () => new PrefixTableBuilder<SourceTypes>(newMap)),
        chain,
      );
    }
  }
}

function addBySource(sources: Sources, chain: FilterChain): void {
  const { match } = chain;
  for (const types of sources.at(match.directSourcePrefixRanges)) {
    const prefixes = emplace(types, match.sourceType, () => new PrefixTableBuilder<Ports>(newMap));
    for (const ports of prefixes.at(match.sourcePrefixRanges)) {
      for (const port of match.sourcePorts.length === 0 ? [0] : match.sourcePorts) emplace(ports, port, () => chain);
    }
  }
}

function buildSources(sources: Sources): BySource {
  return sources.build((types) => {
    const built: Partial<Record<SourceType, PrefixTable<BySourcePort>>> = {};
    for (const [type, prefixes] of types) built[type] = prefixes.build((ports) => ports);
    return built;
  });
}

function orEmpty(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [''] : values;
}

function mapValues<Key, From, To>(map: ReadonlyMap<Key, From>, change: (value: From) => To): Map<Key, To> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map<Key, Value>();
}
