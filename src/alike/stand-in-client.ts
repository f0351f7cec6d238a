/**
 * A client that has stand-ins for what it is called and for where its resources stand, and tells when somebody reads
 * what else alike clients may differ in.
 */
import type { Cluster, FilterChain, Listener, NetworkFilter, Proxy, Secret } from '../envoy/model.ts';
import type { Place } from '../evidence.ts';
import { groupHoles, nameHole, placeHoles } from './holes.ts';
import { isOutgoingCluster, isOutgoingListener } from './outgoing.ts';
import { ownNames } from './own-names.ts';
import { watched, watchFields, type OnRead } from './watched.ts';

export interface StandInClient {
  readonly proxy: Proxy;
  /** Whether something was read, since this was asked last, that alike clients may differ in; labels apart. */
  wasRead(): boolean;
  /** Whether labels were read since this was asked last. */
  labelsWereRead(): boolean;
}

/** Whether something was read since this was asked last. */
class Watch {
  #isRead = false;
  readonly onRead: OnRead = () => {
    this.#isRead = true;
  };

  wasRead(): boolean {
    const was = this.#isRead;
    this.#isRead = false;
    return was;
  }
}

/** The stand-in for a client. */
export function standInFor(client: Proxy): StandInClient {
  const [fields, allLabels] = [new Watch(), new Watch()];
  const { onRead } = fields;
  const [name = '', pod = '', workload = '', app = ''] = Object.values(ownNames(client)).map((word: string, index) =>
    word === '' ? '' : nameHole(index),
  );
  const labels = watched(client.node.labels, allLabels.onRead);
  const node = watchFields({ ...client.node, pod, workload, app, labels }, ['id'], onRead);
  const proxy = watchFields({ ...withStandInPlaces(client, onRead), name, node }, ['updated'], onRead);
  return {
    proxy,
    wasRead: () => fields.wasRead(),
    labelsWereRead: () => allLabels.wasRead(),
  };
}

interface Placed {
  readonly place: Place;
}

type Move = <T extends Placed>(placed: T) => T;

/** What it is told, standing nowhere; places are counted in the order of `placesOf`. */
function withStandInPlaces(client: Proxy, onRead: OnRead): Proxy {
  let next = 0;
  const move: Move = (placed) => {
    const place = standingAt(placed, placeHoles(next));
    next += 1;
    return { ...placed, place };
  };
  const moveAndWatch = <T extends Cluster | Listener | Secret>(resource: T): T =>
    watchFields(move(resource), ['lastUpdated', 'versionInfo'], onRead);
  return {
    ...client,
    clusters: client.clusters.map((each) => (isOutgoingCluster(each) ? movedCluster(each, moveAndWatch, move) : each)),
    endpoints: client.endpoints.map((each, index) => ({ ...each, place: standingAt(each, groupHoles(index)) })),
    routes: client.routes.map((each) => move(each)),
    listeners: client.listeners.map((each) =>
      isOutgoingListener(each) ? movedListener(each, moveAndWatch, move) : each,
    ),
    secrets: client.secrets.map((each) => moveAndWatch(each)),
  };
}

function standingAt({ place: { document } }: Placed, holes: Pick<Place, 'source' | 'pointer'>): Place {
  return { ...holes, ...(document !== undefined && { document }) };
}

function movedCluster(cluster: Cluster, moveAndWatch: (cluster: Cluster) => Cluster, move: Move): Cluster {
  const moved = moveAndWatch(cluster);
  if (moved.loadAssignment === undefined) return moved;
  return Object.defineProperty(moved, 'loadAssignment', { value: move(moved.loadAssignment) });
}

function movedListener(listener: Listener, moveAndWatch: (listener: Listener) => Listener, move: Move): Listener {
  const moved = moveAndWatch(listener);
  const { defaultFilterChain } = listener;
  const filterChains = listener.filterChains.map((chain) => movedChain(chain, move));
  Object.defineProperty(moved, 'filterChains', { value: filterChains });
  if (defaultFilterChain === undefined) return moved;
  return Object.defineProperty(moved, 'defaultFilterChain', { value: movedChain(defaultFilterChain, move) });
}

function movedChain(chain: FilterChain, move: Move): FilterChain {
  const hasRoutes = chain.filters.some((filter) => filter.kind === 'http' && filter.http.routeConfig !== undefined);
  return hasRoutes ? { ...chain, filters: chain.filters.map((filter) => movedFilter(filter, move)) } : chain;
}

function movedFilter(filter: NetworkFilter, move: Move): NetworkFilter {
  if (filter.kind !== 'http' || filter.http.routeConfig === undefined) return filter;
  return { ...filter, http: { ...filter.http, routeConfig: move(filter.http.routeConfig) } };
}
