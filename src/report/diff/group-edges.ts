/** Edges of which the same is said: one reason mostly changes the edges of many clients. */
import type { DiffDocument } from '../../compare/document.ts';
import type { EdgeChangeRecord } from '../../compare/edge-change-record.ts';

/** Clients whose edges to one place changed alike; the first stands for all. */
export interface EdgeGroup {
  readonly first: EdgeChangeRecord;
  readonly clients: readonly string[];
}

/** Worst first, then by where they lead. */
const order = ['broken', 'weaker', 'undecided', 'removed', 'added', 'other', 'stronger', 'mended'] as const;
export type Kind = (typeof order)[number];

export function kindOf({ change, direction }: EdgeChangeRecord): Kind {
  return change === 'changed' ? direction : change;
}

/** Groups in the order in which people want to read them. */
export function groupEdges({ edges }: DiffDocument): readonly EdgeGroup[] {
  const groups = new Map<string, EdgeChangeRecord[]>();
  for (const edge of edges) {
    const key = JSON.stringify([
      kindOf(edge),
      edge.to,
      edge.endpoint,
      edge.before?.outcome,
      edge.after?.outcome,
      edge.facets,
      edge.because.map(({ text }) => text),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      return first === undefined ? [] : [{ first, clients: members.map(clientName) }];
    })
    .toSorted((a, b) => order.indexOf(kindOf(a.first)) - order.indexOf(kindOf(b.first)));
}

function clientName({ from: { name } }: EdgeChangeRecord): string {
  return name;
}

/** Names in a heading; more are counted. */
const most = 5;

/** `sleep, web and 3 more`. */
export function someOf(names: readonly string[]): string {
  const unique = [...new Set(names)];
  if (unique.length <= most) return unique.join(', ');
  return `${unique.slice(0, most - 1).join(', ')} and ${unique.length - most + 1} more`;
}
