/** The way through the client's proxy: another listener, filter chain, route or cluster. */
import type { OutboundPath, Trace } from '../../edge/model.ts';
import { evidence, type Evidence } from '../../evidence.ts';
import { peerOfProxy } from '../../verdict/peers.ts';
import { matchText } from '../facts/chain-facts.ts';
import type { Suspect } from './suspect.ts';

export function routeSuspect(before: Trace, after: Trace): readonly Suspect[] {
  const [was, is] = [wayText(before), wayText(after)];
  const client = after.client ?? before.client;
  if (was === is || client === undefined) return [];
  const { host, port } = after.path.destination;
  const text = `${peerOfProxy(client).name} sends what goes to ${host}:${port} ${is}, no longer ${was}`;
  return [{ part: 'routes', change: { text, before: pointTo(before), after: pointTo(after) } }];
}

/** Names and what is chosen by, never where it stands. */
function wayText({ path, cluster, decision }: Trace): string {
  const listener = path.listener === undefined ? 'past every listener' : `through listener ${path.listener.name}`;
  const chain =
    path.chain === undefined ? '' : ` (${path.chain.name === '' ? matchText(path.chain.match) : path.chain.name})`;
  const stop = decision.kind === 'stopped' ? decision.stop : undefined;
  const named = cluster?.name ?? (stop !== undefined && 'cluster' in stop ? stop.cluster : undefined);
  const end = named === undefined ? `nowhere (${stop?.kind ?? decision.kind})` : `to cluster ${named}`;
  return `${listener}${chain} ${end}`;
}

function pointTo({ path, cluster }: Trace): readonly Evidence[] {
  const { listener, chain } = path;
  return [
    ...(listener === undefined
      ? []
      : [evidence(listener.place, chain === undefined ? '/name' : `${chain.path}/filters`)]),
    ...routeEvidence(path),
    ...(cluster === undefined ? [] : [evidence(cluster.place, '/name')]),
  ];
}

function routeEvidence({ routeConfiguration, route }: OutboundPath): readonly Evidence[] {
  if (routeConfiguration === undefined || route === undefined) return [];
  return [evidence(routeConfiguration.place, `${routeConfiguration.path}${route.path}/route`)];
}
