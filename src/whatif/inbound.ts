/** PeerAuthentication translated to the chains of a sidecar's inbound listeners. */
import type { FilterChain, FilterChainMatch, Listener, NetworkFilter, Proxy } from '../envoy/model.ts';
import { clustersOfChain } from '../istio/chain-cluster.ts';
import { serverListeners } from '../istio/server-listener.ts';
import { specialCluster } from '../istio/special-cluster.ts';
import { modeOfPort, type EffectivePeerAuthentication } from '../policy/effective-peer-authentication.ts';
import type { MtlsMode } from '../policy/peer-authentication.ts';
import type { ChangeLog } from './change-log.ts';
import { chainProtocol, serverSockets, type ServerSockets } from './downstream-context.ts';
import { inboundMatches, type InboundMatch, type InboundProtocol } from './inbound-matches.ts';
import { withFittingInspectors } from './inspectors.ts';

/** The chains of one port of an inbound listener; port 0 takes what no other names. */
export interface PortChains {
  readonly port: number;
  readonly chains: readonly FilterChain[];
  /** They lead to whatever was dialled and not to a port of a Service. */
  readonly passthrough: boolean;
}

/** Inbound listeners that istiod ≥ 1.8 wrote: every chain says which transport protocol it takes. */
export function inboundListeners(proxy: Proxy): readonly Listener[] {
  if (proxy.node.kind === 'router' || proxy.node.kind === 'waypoint') return [];
  return serverListeners(proxy).filter(
    ({ direction, filterChains }) => direction === 'inbound' && filterChains.some((chain) => leadsInbound(chain)),
  );
}

/** Whether a listener's chains are of the form this translation writes. */
export function isTranslatable(listener: Listener): boolean {
  return servingChains(listener).every(
    ({ match, originalListenerName }) =>
      (match.transportProtocol === 'tls' || match.transportProtocol === 'raw_buffer') &&
      originalListenerName === undefined,
  );
}

/**
 * The proxy with its inbound chains rewritten for what it is to accept. Ports whose mode stays keep
 * their chains as they were captured.
 */
export function withInboundModes(
  proxy: Proxy,
  accepts: EffectivePeerAuthentication,
  mesh: readonly Proxy[],
  log: ChangeLog,
): Proxy {
  const inbound = new Set(inboundListeners(proxy));
  if (inbound.size === 0) return proxy;
  const listeners = proxy.listeners.map((listener) => {
    if (!inbound.has(listener)) return listener;
    if (!isTranslatable(listener)) return untranslated(proxy, listener, log);
    return rewritten(proxy, listener, accepts, serverSockets(listener, proxy, mesh), log);
  });
  return { ...proxy, listeners };
}

function untranslated(proxy: Proxy, listener: Listener, log: ChangeLog): Listener {
  log.unsettled(
    proxy,
    { kind: 'inbound' },
    'what its inbound chains become: they are not of the form that Istio 1.8 and later write',
  );
  return listener;
}

function rewritten(
  proxy: Proxy,
  listener: Listener,
  accepts: EffectivePeerAuthentication,
  sockets: ServerSockets,
  log: ChangeLog,
): Listener {
  const groups = portsOf(listener);
  const served = new Set(groups.filter(({ passthrough }) => !passthrough).map(({ port }) => port));
  const catchAll = groups.find(({ port }) => port === 0);
  // `portLevelMtls` for a port of no Service gets passthrough chains of its own.
  const extra = accepts.ports.map(({ port }) => port).filter((port) => !served.has(port) && catchAll !== undefined);
  const chains = groups.flatMap((group): readonly FilterChain[] => {
    if (group.passthrough && group.port !== 0 && !extra.includes(group.port)) return [];
    const mode = modeOfPort(accepts, group.port);
    const before = observedMode(group);
    if (before === mode) return group.chains;
    note(proxy, group.port, before, mode, accepts, log);
    return chainsFor(group, mode, sockets);
  });
  const named = new Set(groups.map(({ port }) => port));
  const added = extra
    .filter((port) => !named.has(port))
    .flatMap((port) => {
      const mode = modeOfPort(accepts, port);
      note(proxy, port, catchAll && observedMode(catchAll), mode, accepts, log);
      return catchAll === undefined ? [] : chainsFor({ ...catchAll, port }, mode, sockets);
    });
  const closed = listener.filterChains.filter((chain) => !servingChains(listener).includes(chain));
  return withFittingInspectors({ ...listener, filterChains: [...closed, ...chains, ...added] });
}

function note(
  proxy: Proxy,
  port: number,
  before: MtlsMode | undefined,
  mode: MtlsMode,
  accepts: EffectivePeerAuthentication,
  log: ChangeLog,
): void {
  if (before === mode) return;
  const where = port === 0 ? 'on ports of no Service' : `on port ${port}`;
  const was = before === undefined ? '' : `, not ${before} any more`;
  const special = accepts.ports.find((each) => each.port === port && !each.inherited);
  const by = special === undefined ? accepts.decidedBy : accepts.portsDecidedBy;
  const spot = { kind: 'inbound', ...(port === 0 ? {} : { port }) } as const;
  log.change(proxy, spot, `it is ${mode} ${where}${was}`, [by]);
}

/** Chains that lead anywhere: not the one that keeps the proxy from calling itself. */
export function servingChains({ filterChains }: Listener): readonly FilterChain[] {
  return filterChains.filter((chain) => clustersOfChain(chain).some((name) => specialCluster(name) !== 'blackhole'));
}

function leadsInbound(chain: FilterChain): boolean {
  return clustersOfChain(chain).some((name) => name.startsWith('inbound|') || isPassthroughCluster(name));
}

function isPassthroughCluster(name: string): boolean {
  return specialCluster(name) === 'inbound-passthrough';
}

/** Chains by port, in the listener's order. */
export function portsOf(listener: Listener): readonly PortChains[] {
  const groups = new Map<number, FilterChain[]>();
  for (const chain of servingChains(listener)) {
    const port = chain.match.destinationPort ?? 0;
    groups.set(port, [...(groups.get(port) ?? []), chain]);
  }
  return [...groups].map(([port, chains]) => ({
    port,
    chains,
    passthrough: chains.every((chain) => clustersOfChain(chain).every(isPassthroughCluster)),
  }));
}

/** The protocol istiod took a port for: auto-detected ones have chains for both. */
function protocolOf({ chains }: PortChains): InboundProtocol {
  const protocols = new Set(chains.map(chainProtocol));
  if (protocols.has('http')) return protocols.has('tcp') ? 'auto' : 'http';
  return 'tcp';
}

/** The mode whose chains these are; undefined when somebody changed them by hand. */
export function observedMode(group: PortChains): MtlsMode | undefined {
  const protocol = protocolOf(group);
  const modes: readonly MtlsMode[] = ['STRICT', 'PERMISSIVE', 'DISABLE'];
  return modes.find((mode) => {
    const expected = inboundMatches(mode, protocol);
    return (
      expected.length === group.chains.length &&
      expected.every((match) => group.chains.some((chain) => isChainFor(chain, match)))
    );
  });
}

function isChainFor(
  chain: FilterChain,
  { transportProtocol, applicationProtocols, protocol, tls }: InboundMatch,
): boolean {
  return (
    chain.match.transportProtocol === transportProtocol &&
    chain.match.applicationProtocols.length > 0 === applicationProtocols.length > 0 &&
    chainProtocol(chain) === protocol &&
    (chain.transportSocket !== undefined) === tls
  );
}

const anyMatch: FilterChainMatch = {
  prefixRanges: [],
  serverNames: [],
  transportProtocol: '',
  applicationProtocols: [],
  directSourcePrefixRanges: [],
  sourceType: 'ANY',
  sourcePrefixRanges: [],
  sourcePorts: [],
};

/** What istiod would write for the port, with the filters its chains have already. */
export function chainsFor(group: PortChains, mode: MtlsMode, sockets: ServerSockets): readonly FilterChain[] {
  return inboundMatches(mode, protocolOf(group)).flatMap((match) => {
    const template = group.chains.find((chain) => chainProtocol(chain) === match.protocol);
    return template === undefined ? [] : [chainFor(group, match, template, sockets)];
  });
}

function chainFor(group: PortChains, match: InboundMatch, template: FilterChain, sockets: ServerSockets): FilterChain {
  const { transportProtocol, applicationProtocols, protocol, tls } = match;
  const filters: readonly NetworkFilter[] = template.filters;
  return {
    name: template.name,
    match: {
      ...anyMatch,
      prefixRanges: template.match.prefixRanges,
      ...(group.port === 0 ? {} : { destinationPort: group.port }),
      transportProtocol,
      applicationProtocols,
    },
    ...(tls ? { transportSocket: sockets[protocol] } : {}),
    filters,
    path: template.path,
  };
}
