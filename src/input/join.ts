import type { RawDump, RawProxy, RawResource, SourceProblem } from './model.ts';
import { nodeOf } from './node.ts';
import { nameInFile } from './file-name.ts';

/** What was read, sorted by whom it belongs to. */
export interface Joined {
  readonly proxies: readonly RawProxy[];
  /** Kubernetes and Istio objects and MeshConfigs found beside the proxies, in the order of the sources. */
  readonly objects: readonly RawResource[];
  /** Dumps of ztunnels, which are no Envoys: the server side of HBONE. */
  readonly ztunnels: readonly RawDump[];
  readonly problems: readonly SourceProblem[];
}

/** Puts the fragments of each pod together. */
export function joinProxies(dumps: readonly RawDump[]): Joined {
  const groups = new Map<string, RawDump[]>();
  const proxies: RawProxy[] = [];
  for (const dump of dumps.filter(holdsProxy)) {
    const key = dump.name.explicit ?? nodeOf(dump)?.id ?? nameInFile(dump.name.file) ?? dump.name.folder ?? 'proxy';
    groups.set(key, [...(groups.get(key) ?? []), dump]);
  }
  for (const [key, members] of groups) {
    const node = members.map(nodeOf).find((each) => each !== undefined);
    proxies.push({ name: node?.name ?? key, namespace: node?.namespace ?? '', dumps: members });
  }
  return {
    proxies: proxies.toSorted(byName),
    objects: dumps.flatMap(({ resources }) =>
      resources.filter(({ kind }) => kind === 'kubernetes' || kind === 'mesh-config'),
    ),
    ztunnels: dumps.filter(({ resources }) => resources.some(({ kind }) => kind === 'ztunnel')),
    problems: [],
  };
}

function byName(a: RawProxy, b: RawProxy): number {
  const [left, right] = [`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function holdsProxy({ resources, sections }: RawDump): boolean {
  const foreign = new Set(['kubernetes', 'mesh-config', 'ztunnel']);
  return Object.values(sections).includes(true) || resources.some(({ kind }) => !foreign.has(kind));
}
