/** What of a large dump is on a shelf (`input/shelf`), as lists of facts that are made when they are asked for. */
import { inMemory } from '../input/join.ts';
import type { RawProxy, RawResource } from '../input/model.ts';
import type { Board, Parts } from '../input/shelf/board.ts';
import { itemsOf } from '../input/shelf/lazy-list.ts';
import type { Interned } from './intern.ts';
import { resourceName } from './merge-fragments.ts';
import type { Cluster, EndpointGroup, VirtualHost } from './model.ts';
import { readCluster } from './read/cluster.ts';
import { readEndpoints } from './read/endpoints.ts';
import { factsOf } from './read/resource.ts';
import { readVirtualHost, virtualHostPath } from './read/route.ts';

/** The lists of a proxy, of which what is on the shelf comes first. */
export interface Shelves {
  readonly clusters: (others: readonly Cluster[]) => readonly Cluster[];
  readonly endpoints: (others: readonly EndpointGroup[]) => readonly EndpointGroup[];
  /** Whether something in force on the shelf is called like a static resource. */
  readonly repeats: (resource: RawResource) => boolean;
  readonly updated: string | undefined;
}

/** The lists of a proxy that has no rivals. */
export function shelvesOf({ dumps }: RawProxy, interned: Interned): Shelves {
  const shelf = dumps[0]?.shelves?.[0];
  const clusters = (others: readonly Cluster[]): readonly Cluster[] =>
    shelf?.of('cluster')?.list((raw) => factsOf(raw, (each) => readCluster(each, interned)), others) ?? others;
  const endpoints = (others: readonly EndpointGroup[]): readonly EndpointGroup[] =>
    shelf?.of('endpoints')?.list((raw) => factsOf(raw, readEndpoints), others) ?? others;
  return {
    clusters,
    endpoints,
    repeats: (resource) => {
      if (resource.kind !== 'cluster') return false;
      const name = resourceName(resource);
      const rivals = itemsOf(clusters([]), name) ?? clusters([]);
      return rivals.some((each) => each.name === name && (each.state === 'active' || each.state === 'static'));
    },
    updated: shelf?.updated,
  };
}

/** The virtual hosts of a route configuration that were read one by one. */
export function virtualHostsIn(parts: Parts | readonly RawResource[]): readonly VirtualHost[] {
  return 'board' in parts ? parts.board.list(virtualHostAt, [], parts) : parts.map(virtualHostAt);
}

/** It was read by itself: where it stands among others is told by its number. */
function virtualHostAt(raw: RawResource, index: number): VirtualHost {
  const host = factsOf(raw, ({ value }) => readVirtualHost(value, ''));
  const before = virtualHostPath(index);
  return { ...host, routes: host.routes.map((route) => ({ ...route, path: `${before}${route.path}` })) };
}

/**
 * The same proxy with all of it in memory, where what is on a shelf has to be put together with other things: where it
 * is told by several dumps or documents, or twice by one.
 */
export function withoutRivals(raw: RawProxy): RawProxy {
  const [dump] = raw.dumps;
  if (raw.dumps.every(({ shelves }) => shelves === undefined)) return raw;
  const [shelf, ...otherShelves] = dump?.shelves ?? [];
  const boards = [shelf?.of('cluster'), shelf?.of('endpoints')];
  const isAlone =
    raw.dumps.length === 1 &&
    otherShelves.length === 0 &&
    dump?.resources.every(({ kind }) => kind !== 'cluster' && kind !== 'endpoints' && kind !== 'cluster-status') ===
      true;
  return isAlone && !boards.some(hasTwins) ? raw : { ...raw, dumps: raw.dumps.map(inMemory) };
}

/** Whether two resources have one name, and are in force both or not. */
function hasTwins(board: Board | undefined): boolean {
  for (const [one, other] of board?.rivals() ?? []) {
    if (resourceName(one) === resourceName(other) && stateOf(one) === stateOf(other)) return true;
  }
  return false;
}

function stateOf({ state }: RawResource): RawResource['state'] {
  return state === 'static' ? 'active' : state;
}
