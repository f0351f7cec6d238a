/** Ports of servers that demand more or less than before: what PeerAuthentication calls a mode. */
import type { FilterChain, Proxy } from '../envoy/model.ts';
import { evidence, type Evidence } from '../evidence.ts';
import { chainDemand } from '../istio/chain-demand.ts';
import { serverModes, type PortMode } from '../istio/server-mode.ts';
import type { ProxyPair } from './pair-proxies.ts';

export interface ModeChange {
  readonly workload: string;
  /** Absent: every port that no chain names. */
  readonly port?: number;
  readonly serverNames?: readonly string[];
  /** `none`: the port was not served. */
  readonly before: string;
  readonly after: string;
  readonly evidence: { readonly before: readonly Evidence[]; readonly after: readonly Evidence[] };
}

/** The ports of one workload whose mode differs. */
export function modeChanges(pair: ProxyPair): readonly ModeChange[] {
  if (pair.kind !== 'both' || pair.by === 'replica') return [];
  const [before, after] = [modesOf(pair.before), modesOf(pair.after)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key): readonly ModeChange[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const one = is ?? was;
    if (one === undefined || was?.mode === is?.mode) return [];
    return [
      {
        workload: pair.workload,
        ...(one.port !== 0 && { port: one.port }),
        ...(one.serverNames.length > 0 && { serverNames: one.serverNames }),
        before: was?.mode ?? 'none',
        after: is?.mode ?? 'none',
        evidence: { before: demandsOf(was), after: demandsOf(is) },
      },
    ];
  });
}

function modesOf(proxy: Proxy): ReadonlyMap<string, PortMode> {
  return new Map(serverModes(proxy).map((mode) => [`${mode.port} ${mode.serverNames.join(' ')}`, mode]));
}

/** What the chains of a mode demand, one for each demand: the TLS context's word, or the place where there is none. */
export function demandsOf(mode: PortMode | undefined): readonly Evidence[] {
  if (mode === undefined) return [];
  const byDemand = new Map(mode.chains.toReversed().map((chain) => [chainDemand(chain), chain]));
  return [...byDemand.values()].toReversed().map((chain) => evidence(mode.listener.place, demandPath(chain)));
}

function demandPath({ path, transportSocket }: FilterChain): string {
  const isDownstream = transportSocket?.kind === 'tls' && transportSocket.tls.kind === 'downstream';
  return isDownstream ? `${path}${transportSocket.path}/require_client_certificate` : `${path}/transport_socket`;
}
