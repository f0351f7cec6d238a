/** What a name stands for, when a person types it. */
export type Named<Thing> =
  | { readonly kind: 'found'; readonly things: readonly Thing[] }
  /** Several things have this name; `names` tells them apart. */
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  /** Nothing has it; `nearest` are the names most like it. */
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

/** Words that kubectl puts before a name. */
const kinds = new Set(
  (
    'pod pods po deploy deployment deployments svc service services sts statefulset statefulsets ds daemonset ' +
    'daemonsets rs replicaset replicasets'
  ).split(' '),
);

/** `ns/name`, `pod/name`, `pod/name.ns`, `name.ns` or `name`, taken apart; a namespace only where one is sure. */
export function nameParts(word: string): {
  readonly name: string;
  readonly namespace?: string;
  readonly kind?: string;
} {
  const slash = word.indexOf('/');
  if (slash < 0) return { name: word };
  const [before, name] = [word.slice(0, slash), word.slice(slash + 1)];
  if (!kinds.has(before)) return { name, namespace: before };
  const dot = name.indexOf('.');
  if (dot < 0) return { name, kind: before };
  return { name: name.slice(0, dot), namespace: name.slice(dot + 1), kind: before };
}

/** Nothing if empty, found if all are of one kind, else ambiguous. */
export function oneOf<Thing>(things: readonly Thing[], group: (thing: Thing) => string): Named<Thing> | undefined {
  if (things.length === 0) return undefined;
  const groups = [...new Set(things.map(group))].toSorted();
  return groups.length === 1 ? { kind: 'found', things } : { kind: 'ambiguous', names: groups };
}
