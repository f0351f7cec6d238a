import type { RawDump, RawProxy, RawResource, SourceProblem } from './model.ts';
import { groupDumps } from './join/group-dumps.ts';
import { inOrder } from './shelf/in-order.ts';
import { chooseDumps } from './join/choose-dumps.ts';

/** What was read, sorted by whom it belongs to. */
export interface Joined {
  /** By namespace and name. A ztunnel is one of them, though no Envoy: its only resource is of kind `ztunnel`. */
  readonly proxies: readonly RawProxy[];
  /** Kubernetes and Istio objects and MeshConfigs found beside the proxies, in the order of the sources. */
  readonly objects: readonly RawResource[];
  readonly problems: readonly SourceProblem[];
}

/**
 * Puts the fragments of each pod together. Of what several dumps of one pod say, the newest is kept, and each dump
 * that is not used for that reason is a problem that nobody need mend (`named` is false).
 */
export function joinProxies(dumps: readonly RawDump[]): Joined {
  const joined = groupDumps(dumps.filter(isOfProxy)).map(({ name, namespace, dumps: members }) => {
    const { chosen, problems } = chooseDumps(name, members.length === 1 ? members : members.map(inMemory));
    return { proxy: { name, namespace, dumps: chosen }, problems };
  });
  return {
    proxies: joined.map(({ proxy }) => proxy).toSorted(byName),
    objects: dumps.flatMap(({ resources }) => resources.filter(isObjectOfCluster)),
    problems: joined.flatMap(({ problems }) => problems),
  };
}

/** The same with all resources in memory, where they can be put together with those of others. */
export function inMemory(dump: RawDump): RawDump {
  const { shelves, ...rest } = dump;
  if (shelves === undefined) return dump;
  return { ...rest, resources: inOrder([...dump.resources, ...shelves.flatMap((shelf) => [...shelf.resources()])]) };
}

function byName(a: RawProxy, b: RawProxy): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isObjectOfCluster({ kind }: RawResource): boolean {
  return kind === 'kubernetes' || kind === 'mesh-config';
}

/** Whether a dump says anything of a proxy. */
export function isOfProxy({ resources, shelves, sections }: RawDump): boolean {
  return (
    shelves !== undefined ||
    Object.values(sections).includes(true) ||
    resources.some((resource) => resource.kind !== 'capture' && !isObjectOfCluster(resource))
  );
}
