/** What the server's proxy does with the connection: its mode on that port, and the filter chain that takes it. */
import type { Receiving, Trace } from '../../edge/model.ts';
import type { FilterChain, Listener, Proxy } from '../../envoy/model.ts';
import { evidence, type Evidence } from '../../evidence.ts';
import { serverModeOf } from '../../istio/server-mode.ts';
import { peerOfProxy } from '../../verdict/peers.ts';
import type { Facet } from '../meaning.ts';
import { chainFacts, matchText } from '../facts/chain-facts.ts';
import { factChanges, type FactChange } from '../facts/fact.ts';
import { listenerFacts } from '../facts/listener-facts.ts';
import { demandsOf } from '../mode-changes.ts';
import { factsText, type Suspect } from './suspect.ts';

/** A mode is told where it bears on what is taken; a change of anything else by the chain it is in. */
export function serverSuspects(before: Trace, after: Trace, facets: readonly Facet[]): readonly Suspect[] {
  const [was, is] = [serverOf(before), serverOf(after)];
  if (was.proxy === undefined || is.proxy === undefined) return dumpSuspect(was.proxy, is.proxy);
  const port = (after.target ?? before.target)?.address.port ?? 0;
  const isTaken = facets.includes('outcome') || facets.includes('acceptance');
  const mode = isTaken ? modeChange(was.proxy, is.proxy, port) : undefined;
  if (mode !== undefined) return [{ part: 'server mode', change: mode }];
  const changes = [chainChange(was, is), listenerChange(was, is)];
  return changes.flatMap((change) => (change === undefined ? [] : [{ part: 'server listeners' as const, change }]));
}

/** Of a tunnel the outer connection's. */
export function serverOf({ tunnel, receiving }: Trace): Pick<Receiving, 'proxy' | 'listener' | 'selection'> {
  return tunnel?.receiving ?? receiving ?? {};
}

function dumpSuspect(was: Proxy | undefined, is: Proxy | undefined): readonly Suspect[] {
  const known = was ?? is;
  if (known === undefined) return [];
  const { name } = peerOfProxy(known);
  const text = is === undefined ? `no dump of ${name} was read after` : `no dump of ${name} was read before`;
  return [{ part: 'server dump', change: { text, before: [], after: [] } }];
}

function modeChange(was: Proxy, is: Proxy, port: number): Suspect['change'] | undefined {
  const [mode, now] = [serverModeOf(was, port), serverModeOf(is, port)];
  if (mode === undefined || now === undefined || mode.mode === now.mode) return undefined;
  const text = `port ${port} of ${peerOfProxy(is).name} went from ${mode.mode} to ${now.mode}`;
  return { text, before: demandsOf(mode), after: demandsOf(now) };
}

type Server = ReturnType<typeof serverOf>;

function listenerChange(was: Server, is: Server): Suspect['change'] | undefined {
  const [listener, now] = [was.listener, is.listener];
  if (listener === undefined || now === undefined) {
    if (listener === now) return undefined;
    const gone = now === undefined;
    const text = gone ? `no listener of the server takes it any more` : `a listener of the server takes it now`;
    return { text, before: place(listener), after: place(now) };
  }
  const facts = factChanges(listenerFacts(listener), listenerFacts(now));
  if (facts.length === 0) return undefined;
  const text = `listener ${now.name} of the server: ${factsText(facts)}`;
  return { text, before: place(listener), after: place(now) };
}

function chainChange(was: Server, is: Server): Suspect['change'] | undefined {
  const [chain, now] = [chosen(was), chosen(is)];
  if (chain === undefined && now === undefined) return undefined;
  const [before, after] = [chainEvidence(was.listener, chain, []), chainEvidence(is.listener, now, [])];
  if (chain === undefined || now === undefined) {
    const known = chainName(chain ?? now);
    const text =
      now === undefined
        ? `filter chain ${known} takes it no more, and no other does`
        : `filter chain ${known} takes it, where none did`;
    return { text, before, after };
  }
  const facts = factChanges(
    chainFacts(chain, was.proxy?.node.envoyVersion ?? ''),
    chainFacts(now, is.proxy?.node.envoyVersion ?? ''),
  );
  if (facts.length === 0) return undefined;
  const same = chainName(chain) === chainName(now);
  const what = same
    ? `filter chain ${chainName(now)}`
    : `filter chain ${chainName(now)} takes it, no longer ${chainName(chain)}`;
  return {
    text: `${what}: ${factsText(facts)}`,
    before: chainEvidence(was.listener, chain, paths(facts, 'before')),
    after: chainEvidence(is.listener, now, paths(facts, 'after')),
  };
}

function chosen({ selection }: Server): FilterChain | undefined {
  return selection?.kind === 'chain' ? selection.chain : undefined;
}

function chainName(chain: FilterChain | undefined): string {
  if (chain === undefined) return '';
  return chain.name === '' ? `for ${matchText(chain.match)}` : chain.name;
}

/** Where one side does not say a thing, the place where it would. */
function paths(facts: readonly FactChange[], side: 'before' | 'after'): readonly string[] {
  return facts.flatMap((fact) => fact[side]?.path ?? []).slice(0, 2);
}

function chainEvidence(
  listener: Listener | undefined,
  chain: FilterChain | undefined,
  at: readonly string[],
): readonly Evidence[] {
  if (listener === undefined) return [];
  if (chain === undefined) return place(listener);
  return (at.length === 0 ? [`${chain.path}/filter_chain_match`] : at).map((path) => evidence(listener.place, path));
}

function place(listener: Listener | undefined): readonly Evidence[] {
  return listener === undefined ? [] : [evidence(listener.place, '/name')];
}
