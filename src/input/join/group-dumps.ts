import type { RawDump } from '../model.ts';
import { nameInFile } from './name-in-file.ts';
import { nodeOf } from './node.ts';
import type { NodeIdentity } from './node.ts';

/** The dumps of one proxy, all of them. */
export interface DumpGroup {
  readonly name: string;
  readonly namespace: string;
  readonly dumps: readonly RawDump[];
}

/**
 * Sorts dumps by the proxy they belong to: what the user said (`NAME=PATH`) first; else the node that a bootstrap
 * names, also for the other dumps of its folder when the folder is that pod's own; else the name in the file's name;
 * else the folder's.
 */
export function groupDumps(dumps: readonly RawDump[]): readonly DumpGroup[] {
  const groups = new Map<string, { owner: Owner; dumps: RawDump[] }>();
  for (const folder of byFolder(dumps)) {
    const decide = ownersIn(folder);
    for (const dump of folder) {
      const owner = decide(dump);
      const group = groups.get(owner.key) ?? { owner, dumps: [] };
      group.dumps.push(dump);
      groups.set(owner.key, group);
    }
  }
  return [...groups.values()].map(({ owner, dumps: members }) => ({ ...identity(owner, members), dumps: members }));
}

interface Owner {
  readonly key: string;
  readonly name: string;
  readonly namespace?: string;
  /** The user chose the name: no node's name takes its place. */
  readonly explicit?: boolean;
}

function identity(owner: Owner, dumps: readonly RawDump[]): Pick<DumpGroup, 'name' | 'namespace'> {
  const node = dumps.map(nodeOf).find((each) => each !== undefined);
  const namespace =
    owner.namespace ?? node?.namespace ?? dumps.find(({ name }) => name.namespace)?.name.namespace ?? '';
  return { name: owner.explicit === true ? owner.name : (node?.name ?? owner.name), namespace };
}

function byFolder(dumps: readonly RawDump[]): readonly (readonly RawDump[])[] {
  const folders = new Map<string, RawDump[]>();
  for (const dump of dumps) {
    const key = dump.name.group ?? '';
    const folder = folders.get(key);
    if (folder === undefined) folders.set(key, [dump]);
    else folder.push(dump);
  }
  return [...folders.values()];
}

/** Decides for the dumps of one folder, knowing all of them. */
function ownersIn(folder: readonly RawDump[]): (dump: RawDump) => Owner {
  const nodes = new Map(folder.flatMap((dump) => nodeOf(dump) ?? []).map((node) => [node.id, node]));
  const nameless = folder.filter((dump) => nodeOf(dump) === undefined && !isZtunnel(dump));
  const names = new Set(nameless.flatMap((dump) => nameInFile(dump.name.file) ?? []));
  const only = nodes.size === 1 ? [...nodes.values()][0] : undefined;
  const own = only !== undefined && isOwnFolder(only, folder[0]?.name.folder);

  return (dump) => {
    const { explicit, folder: folderName = 'proxy', file, group = '' } = dump.name;
    if (explicit !== undefined) return explicitOwner(explicit);
    const name = nameInFile(file);
    if (isZtunnel(dump)) return { key: `ztunnel ${dump.source}`, name: name ?? folderName };
    const node = nodeOf(dump) ?? (own ? only : undefined);
    if (node !== undefined) return ofNode(node);
    const related = name === undefined ? only : relatedNode(name, nodes, folder);
    if (related !== undefined) return ofNode(related);
    const single = nodes.size === 0 && names.size === 1 ? [...names][0] : undefined;
    const named = name ?? single;
    return { key: `file ${group} ${named ?? ''}`, name: named ?? folderName };
  };
}

function ofNode(node: NodeIdentity): Owner {
  return { key: `node ${node.id}`, name: node.name, namespace: node.namespace };
}

/** `NAME` or `NAMESPACE/NAME`. */
function explicitOwner(explicit: string): Owner {
  const slash = explicit.indexOf('/');
  const name = explicit.slice(slash + 1);
  const owner = { key: `explicit ${explicit}`, name, explicit: true };
  return slash < 0 ? owner : { ...owner, namespace: explicit.slice(0, slash) };
}

/** A folder called like the pod (`sleep` for `sleep-5f8c-x2k9p`) holds nothing but that pod's dumps. */
function isOwnFolder({ name, namespace }: NodeIdentity, folder: string | undefined): boolean {
  return folder !== undefined && (folder === `${name}.${namespace}` || isPrefix(folder, name));
}

/** The node of the file that has the same name in its own, or whose pod is called so. */
function relatedNode(
  name: string,
  nodes: ReadonlyMap<string, NodeIdentity>,
  folder: readonly RawDump[],
): NodeIdentity | undefined {
  const twin = folder.find((dump) => nodeOf(dump) !== undefined && nameInFile(dump.name.file) === name);
  if (twin !== undefined) return nodeOf(twin);
  const matching = [...nodes.values()].filter((node) => isPrefix(name, node.name) || isPrefix(node.name, name));
  return matching.length === 1 ? matching[0] : undefined;
}

function isPrefix(short: string, long: string): boolean {
  return long === short || long.startsWith(`${short}-`) || long.startsWith(`${short}.`);
}

function isZtunnel({ resources }: RawDump): boolean {
  return resources.some(({ kind }) => kind === 'ztunnel');
}
