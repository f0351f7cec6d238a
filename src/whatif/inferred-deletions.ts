/** Deletions of PeerAuthentications that nobody has read, matched with those that the dumps show. */
import type { Proxy } from '../envoy/model.ts';
import { peerScope } from '../policy/effective-peer-authentication.ts';
import type { PeerAuthentication } from '../policy/peer-authentication.ts';
import { names, type Deletion } from '../policy/policy-changes.ts';
import type { ChangeLog } from './change-log.ts';

/** Whether a resource was not read but inferred. */
export function isInferred({ created, place }: Pick<PeerAuthentication, 'created' | 'place'>): boolean {
  return created === '' && place.source === '';
}

/**
 * `peers` without the inferred ones that deletions mean. Names of inferred ones are guesses: a
 * deletion means the one of its name, else, as people call them, by `default` that of the whole
 * namespace. Where as many are deleted as there are, it means them all; where that is open, so is
 * what the namespace's workloads accept afterwards.
 */
export function withoutDeleted(
  proxies: readonly Proxy[],
  peers: readonly PeerAuthentication[],
  deletions: readonly Deletion[],
  rootNamespace: string,
  log: ChangeLog,
): readonly PeerAuthentication[] {
  const unread = deletions.filter(
    (deletion) =>
      deletion.kind.toLowerCase() === 'peerauthentication' &&
      !peers.some((each) => !isInferred(each) && names(deletion, each)),
  );
  const gone = new Set<PeerAuthentication>();
  const open = new Map<string, readonly Deletion[]>();
  for (const namespace of new Set(unread.map((each) => each.namespace))) {
    const own = unread.filter((each) => each.namespace === namespace);
    const shown = peers.filter((each) => isInferred(each) && each.namespace === namespace);
    const meant = meantBy(own, shown, rootNamespace);
    for (const each of meant.gone) gone.add(each);
    if (meant.open.length > 0) open.set(namespace, meant.open);
    if (meant.gone.length < shown.length) noteOpen(proxies, namespace, meant.open, log);
  }
  const left = peers.filter((each) => !gone.has(each));
  const kept = withoutWide(proxies, left, open, rootNamespace, log);
  noteInherited(proxies, kept, open.get(rootNamespace) ?? [], rootNamespace, log);
  return kept;
}

/**
 * More was deleted in a namespace than it shows: what one policy of the mesh seemed to say, its own said,
 * or both did. Where every namespace lost its `default`, nothing is left that speaks for one of the mesh.
 */
function withoutWide(
  proxies: readonly Proxy[],
  peers: readonly PeerAuthentication[],
  open: ReadonlyMap<string, readonly Deletion[]>,
  rootNamespace: string,
  log: ChangeLog,
): readonly PeerAuthentication[] {
  const isWide = (each: PeerAuthentication): boolean => isInferred(each) && each.namespace === rootNamespace;
  if (!peers.some(isWide)) return peers;
  const whole = new Set(peers.filter((each) => peerScope(each, rootNamespace) === 'namespace').map(namespaceOf));
  const servers = proxies.filter(({ node }) => node.kind !== 'router' && !whole.has(node.namespace));
  const namespaces = new Set(servers.map(({ node }) => node.namespace));
  const deleted = [...namespaces].flatMap((each) => open.get(each)?.find(({ name }) => name === 'default') ?? []);
  if (namespaces.size > 0 && deleted.length === namespaces.size) {
    log.assume('no PeerAuthentication is for the whole mesh: those that are deleted explain what was captured');
    return peers.filter((each) => !isWide(each));
  }
  for (const namespace of namespaces) noteOpen(proxies, namespace, open.get(namespace) ?? [], log);
  return peers;
}

/** One of the mesh is deleted that no dump tells from those of single namespaces: any of these may be it. */
function noteInherited(
  proxies: readonly Proxy[],
  peers: readonly PeerAuthentication[],
  deletions: readonly Deletion[],
  rootNamespace: string,
  log: ChangeLog,
): void {
  const inherited = peers.filter((each) => isInferred(each) && peerScope(each, rootNamespace) === 'namespace');
  for (const { namespace } of inherited) noteOpen(proxies, namespace, deletions, log);
}

function namespaceOf({ namespace }: PeerAuthentication): string {
  return namespace;
}

interface Meant {
  readonly gone: readonly PeerAuthentication[];
  /** Deletions of which it is not known what they mean. */
  readonly open: readonly Deletion[];
}

function meantBy(deletions: readonly Deletion[], shown: readonly PeerAuthentication[], rootNamespace: string): Meant {
  if (deletions.length >= shown.length) return { gone: shown, open: deletions.slice(shown.length) };
  const gone = new Set<PeerAuthentication>();
  const open = deletions.filter((deletion) => {
    const exact = shown.find((each) => names(deletion, each));
    const whole = shown.find((each) => peerScope(each, rootNamespace) !== 'workload');
    const found = exact ?? (deletion.name === 'default' ? whole : undefined);
    if (found !== undefined) gone.add(found);
    return found === undefined;
  });
  return { gone: [...gone], open };
}

function noteOpen(proxies: readonly Proxy[], namespace: string, deletions: readonly Deletion[], log: ChangeLog): void {
  for (const deletion of deletions) {
    const because = `what PeerAuthentication ${deletion.namespace}/${deletion.name} said: no source has it`;
    for (const proxy of proxies.filter(({ node }) => node.namespace === namespace)) {
      log.unsettled(proxy, { kind: 'inbound' }, because, deletion);
    }
  }
}
