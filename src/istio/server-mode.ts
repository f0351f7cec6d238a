/**
 * The mode of a server, derived from what its filter chains demand. PERMISSIVE is no field of Envoy's: it is one
 * port with a chain for mutual TLS and a chain for plaintext beside it.
 */
import { isDisabled } from '../envoy/listen/listener-filter-predicate.ts';
import type { FilterChain, Listener, Proxy } from '../envoy/model.ts';
import { type ChainDemand, chainDemand } from './chain-demand.ts';
import { clustersOfChain } from './chain-cluster.ts';
import { serverListeners } from './server-listener.ts';
import { specialCluster } from './special-cluster.ts';

/** PeerAuthentication's words where they apply, else what it really is. */
export type ServerMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | `mixed: ${string}`;

/** The mode of one port of a server; of a gateway, of one port and its server names. */
export interface PortMode {
  readonly listener: Listener;
  /** The port that clients dial; 0 for all ports that no chain names. */
  readonly port: number;
  /** Empty where the chains match on no server name. */
  readonly serverNames: readonly string[];
  readonly mode: ServerMode;
  /** The chains that make it so, in the listener's order. */
  readonly chains: readonly FilterChain[];
}

const known = new WeakMap<Proxy, readonly PortMode[]>();

/** All ports a proxy serves, by port, then server names. Many edges ask the same proxy: it is derived once. */
export function serverModes(proxy: Proxy): readonly PortMode[] {
  const before = known.get(proxy);
  if (before !== undefined) return before;
  const modes = derive(proxy);
  known.set(proxy, modes);
  return modes;
}

function derive(proxy: Proxy): readonly PortMode[] {
  const modes = serverListeners(proxy).flatMap(modesOfListener);
  return withoutCopies(modes).toSorted(
    (a, b) =>
      a.port - b.port ||
      compare(a.serverNames.join(), b.serverNames.join()) ||
      compare(a.listener.name, b.listener.name),
  );
}

/** The mode that holds for connections to this port. Server names are told apart on gateways only. */
export function serverModeOf(proxy: Proxy, port: number): PortMode | undefined {
  const modes = serverModes(proxy);
  return modes.find((mode) => mode.port === port) ?? modes.find((mode) => mode.port === 0);
}

function modesOfListener(listener: Listener): readonly PortMode[] {
  if (listener.filterChainMatcher !== undefined) {
    const { filterChains: chains } = listener;
    return [{ listener, port: ownPort(listener), serverNames: [], mode: 'mixed: a matcher chooses the chain', chains }];
  }
  const chains = listener.filterChains.filter((chain) => !isClosed(chain));
  return groupChains(listener, chains).map((group) => {
    const detected = tellsTls(listener, group.port) ? group.chains : group.chains.filter((chain) => !needsTls(chain));
    const reachable = withDefault(detected, listener.defaultFilterChain);
    return { listener, port: group.port, serverNames: group.serverNames, mode: modeOf(reachable), chains: reachable };
  });
}

/** Chains that lead to BlackHoleCluster keep the proxy from calling itself; they serve nobody. */
function isClosed(chain: FilterChain): boolean {
  const clusters = clustersOfChain(chain);
  return clusters.length > 0 && clusters.every((name) => specialCluster(name) === 'blackhole');
}

interface Group {
  readonly port: number;
  readonly serverNames: readonly string[];
  readonly chains: readonly FilterChain[];
}

/**
 * Chains that compete for the same connections: same destination port, same server names. Envoy looks at the port
 * first and does not come back, so a chain without a port never serves one that another chain names.
 */
function groupChains(listener: Listener, chains: readonly FilterChain[]): readonly Group[] {
  const redirected = chains.some((chain) => chain.match.destinationPort !== undefined) || isRedirectTarget(listener);
  const groups = new Map<string, Group>();
  for (const chain of chains) {
    const port = chain.match.destinationPort ?? (redirected ? 0 : ownPort(listener));
    const { serverNames } = chain.match;
    const key = JSON.stringify([port, serverNames]);
    groups.set(key, { port, serverNames, chains: [...(groups.get(key)?.chains ?? []), chain] });
  }
  return [...groups.values()];
}

/**
 * With every tls_inspector disabled for a port, nobody there finds out that a connection is TLS: chains that ask for it
 * take none. A listener without any inspector is left alone, because old Envoys put one in by themselves.
 */
function tellsTls(listener: Listener, port: number): boolean {
  const inspectors = listener.listenerFilters.filter((filter) => filter.kind === 'tls_inspector');
  return inspectors.length === 0 || inspectors.some((filter) => isDisabled(filter, port) !== true);
}

function needsTls({ match }: FilterChain): boolean {
  return match.transportProtocol === 'tls' || match.serverNames.length > 0;
}

/** `virtualInbound`: what it takes was dialled at another port. */
function isRedirectTarget(listener: Listener): boolean {
  return (
    listener.useOriginalDst ||
    (listener.bindToPort && listener.listenerFilters.some((filter) => filter.kind === 'original_dst'))
  );
}

function ownPort(listener: Listener): number {
  const address = listener.addresses[0];
  return address?.kind === 'ip' ? address.port : 0;
}

/** What no chain of the group takes goes to the default chain. */
function withDefault(chains: readonly FilterChain[], byDefault: FilterChain | undefined): readonly FilterChain[] {
  const takesAll = chains.some(
    ({ match }) =>
      match.transportProtocol === '' && match.applicationProtocols.length === 0 && match.serverNames.length === 0,
  );
  return byDefault === undefined || takesAll || isClosed(byDefault) ? chains : [...chains, byDefault];
}

const words: Readonly<Record<ChainDemand, string>> = {
  mutual: 'mutual TLS',
  optional: 'TLS with an optional client certificate',
  'one-way': 'one-way TLS',
  plain: 'plaintext',
  passthrough: 'TLS handed on untouched',
  starttls: 'TLS after STARTTLS',
  unknown: 'an unknown transport socket',
};
const order: readonly ChainDemand[] = ['mutual', 'optional', 'one-way', 'starttls', 'unknown', 'passthrough', 'plain'];

function modeOf(chains: readonly FilterChain[]): ServerMode {
  const demands = new Set(chains.map(chainDemand));
  const only = (...allowed: readonly ChainDemand[]): boolean =>
    [...demands].every((demand) => allowed.includes(demand));
  if (demands.size === 0) return 'mixed: no chain takes connections';
  if (only('mutual')) return 'STRICT';
  if (demands.has('plain') && only('plain', 'passthrough')) return 'DISABLE';
  if (demands.has('plain') && only('mutual', 'plain', 'passthrough')) return 'PERMISSIVE';
  return `mixed: ${order
    .filter((demand) => demands.has(demand))
    .map((demand) => words[demand])
    .join(', ')}`;
}

/**
 * Istio 1.3 to 1.5 wrote each port twice, as a listener of its own and as chains of `virtualInbound`, where
 * connections arrive: the latter stay.
 */
function withoutCopies(modes: readonly PortMode[]): readonly PortMode[] {
  const atRedirect = new Set(modes.filter(({ listener }) => listener.bindToPort).map(({ port }) => port));
  return modes.filter(({ listener, port }) => listener.bindToPort || !atRedirect.has(port));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
