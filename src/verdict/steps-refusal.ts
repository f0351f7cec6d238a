/** Why no filter chain of the server takes a connection, in words, with the line that says so. */
import type { MatchCriterion } from '../envoy/connection.ts';
import type { FilterChain, Listener } from '../envoy/model.ts';
import type { Trace } from '../edge/model.ts';
import { evidence, type Evidence } from '../evidence.ts';
import { chainEvidence, tlsPath } from './tls-places.ts';

/** What the server's step says where selection ends without a chain. */
export interface Refusal {
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** The refusal of a connection to `port`, for the criterion at which nothing was left. */
export function refusalOf(trace: Trace, listener: Listener, port: number, narrowedBy: MatchCriterion): Refusal {
  const chains = chainsForPort(listener, port);
  const tls = chains.filter((chain) => tlsPath(chain.transportSocket) !== undefined);
  if (trace.decision.kind === 'plaintext-no-chain') return onlyTls(listener, chains, tls, port);
  const sent = trace.sending?.bytes.kind === 'tls' ? trace.sending.bytes : undefined;
  if (narrowedBy === 'server_names') {
    const names = listed(chains.flatMap(({ match }) => match.serverNames));
    return at(
      listener,
      chains,
      'server_names',
      `no chain for server name "${sent?.sni ?? ''}" on ${port}; it has ${names}`,
    );
  }
  if (narrowedBy === 'application_protocols') {
    const wanted = listed(tls.flatMap(({ match }) => match.applicationProtocols));
    const offered = sent === undefined || sent.alpn.length === 0 ? 'none' : sent.alpn.join(', ');
    const text = `no chain takes this TLS on ${port}: it has to offer ALPN ${wanted}, and offers ${offered}`;
    return at(listener, tls.length === 0 ? chains : tls, 'application_protocols', text);
  }
  if (tls.length === 0) return at(listener, chains, 'transport_protocol', `no chain for ${port} speaks TLS`);
  return at(listener, chains, narrowedBy, `no chain for ${port} fits: ${narrowedBy} leaves none`);
}

/** The chains that compete for a port: those that name it, else those that name none. */
function chainsForPort(listener: Listener, port: number): readonly FilterChain[] {
  const named = listener.filterChains.filter((chain) => chain.match.destinationPort === port);
  return named.length > 0 ? named : listener.filterChains.filter((chain) => chain.match.destinationPort === undefined);
}

function onlyTls(
  listener: Listener,
  chains: readonly FilterChain[],
  tls: readonly FilterChain[],
  port: number,
): Refusal {
  const which =
    chains.length === 1
      ? 'the chain for this port is TLS'
      : `${tls.length === chains.length ? 'all' : `${tls.length} of`} ${chains.length} chains for this port are TLS`;
  const text = `nothing but TLS on ${port}: ${which}, and none takes plaintext`;
  const shown = tls[0] ?? chains[0];
  return { text, evidence: shown === undefined ? [] : [chainEvidence(listener, shown)] };
}

function at(listener: Listener, chains: readonly FilterChain[], criterion: string, text: string): Refusal {
  const [chain] = chains;
  const path = chain === undefined ? '/filter_chains' : `${chain.path}/filter_chain_match/${criterion}`;
  return { text, evidence: [evidence(listener.place, path)] };
}

function listed(words: readonly string[]): string {
  const all = [...new Set(words)].toSorted();
  if (all.length === 0) return 'none';
  return all.length <= 5 ? all.join(', ') : `${all.slice(0, 5).join(', ')} and ${all.length - 5} more`;
}
