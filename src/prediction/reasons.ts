/** Why a connection is different afterwards: what was translated, of the parts it goes through. */
import type { ConfigChange } from '../compare/model.ts';
import type { Trace } from '../edge/model.ts';
import type { Mesh } from '../edge/mesh.ts';
import type { Evidence } from '../evidence.ts';
import { describeRef } from '../whatif/change-log.ts';
import type { Change, PolicyRef, WhatIf } from '../whatif/model.ts';
import { concerns } from './concerns.ts';

/** The changes that bear on any of the walks, the server's last. Evidence of `after` stands in the policies. */
export function reasonsFor(
  { changes, unsettled }: Pick<WhatIf, 'changes' | 'unsettled'>,
  mesh: Mesh,
  traces: readonly Trace[],
): readonly ConfigChange[] {
  const concerned = (each: Parameters<typeof concerns>[0]): boolean => traces.some((trace) => concerns(each, trace));
  const open = unsettled.filter(concerned).map(({ because, by }) => ({
    text: `not known: ${because}`,
    before: [],
    after: by === undefined ? [] : writtenIn([by]),
  }));
  const made = narrowest(changes.filter(concerned)).map((change) => ({
    text: sentence(change, mesh),
    before: [],
    after: writtenIn(change.by),
  }));
  return [...open, ...made];
}

/** Where resources stand; those that were inferred from dumps stand nowhere. */
function writtenIn(resources: readonly PolicyRef[]): readonly Evidence[] {
  return resources.flatMap(({ place }) => (place === undefined || place.source === '' ? [] : [{ place, path: '' }]));
}

/** What is said of ports of no Service says nothing of a port that is spoken of by its number. */
function narrowest(changes: readonly Change[]): readonly Change[] {
  const named = changes.filter(({ spot }) => spot.kind !== 'inbound' || spot.port !== undefined);
  const inbound = new Set(named.filter(({ spot }) => spot.kind === 'inbound').map(({ proxy }) => proxy));
  return changes.filter(
    (change) =>
      (named.includes(change) || !inbound.has(change.proxy)) && !changes.some((other) => implies(other, change)),
  );
}

/** An endpoint that loses its mark because of the rule that shapes its cluster is no reason of its own. */
function implies(one: Change, other: Change): boolean {
  return (
    one.spot.kind === 'cluster' &&
    other.spot.kind === 'cluster' &&
    one.proxy === other.proxy &&
    one.spot.cluster === other.spot.cluster &&
    one.spot.endpoint === undefined &&
    other.spot.endpoint !== undefined &&
    JSON.stringify(one.by) === JSON.stringify(other.by)
  );
}

/** `web is STRICT on port 8080, not PERMISSIVE any more: PeerAuthentication demo/default`. */
function sentence({ proxy, spot, text, by }: Change, mesh: Mesh): string {
  const node = mesh.proxyNamed(proxy)?.node;
  const workload = node === undefined || node.workload === '' ? proxy : node.workload;
  const subject = spot.kind === 'cluster' && spot.endpoint !== undefined ? spot.endpoint : workload;
  const told = text.startsWith('it ') ? `${subject} ${text.slice(3)}` : `${subject}: ${text}`;
  return by.length === 0 ? told : `${told}: ${by.map(describeRef).join(', ')}`;
}
