/** Resources that changed, gathered by what changed in them: a release changes thousands of clusters alike. */
import { factText, type DiffDocument } from '../../compare/document.ts';
import { someOf } from './group-edges.ts';

export interface ResourceGroup {
  /** `12 clusters of sleep, web changed: outbound|80||…`. */
  readonly heading: string;
  readonly facts: readonly string[];
}

type Resource = DiffDocument['resources'][number];

/** In the document's order; filter chains that came or went where a mode is told are counted. */
export function resourceGroups({ resources, modes }: DiffDocument): readonly ResourceGroup[] {
  const groups = new Map<string, Resource[]>();
  const told = new Set(modes.map(({ workload }) => workload));
  const isTold = ({ kind, change, workload }: Resource): boolean =>
    kind === 'filter chain' && change !== 'changed' && told.has(workload);
  for (const resource of resources) {
    if (isTold(resource)) continue;
    const key = JSON.stringify([resource.kind, resource.change, resource.facts.map(factText)]);
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  const shown = [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return [{ heading: heading(first, members), facts: first.facts.map(factText) }];
  });
  const count = resources.filter(isTold).length;
  if (count === 0) return shown;
  return [
    ...shown,
    { heading: `${count} filter chains came or went with the modes above; -o json names them`, facts: [] },
  ];
}

function heading({ kind, change }: Resource, members: readonly Resource[]): string {
  const names = [...new Set(members.map(({ name }) => name))];
  const owners = someOf(members.map(({ workload }) => workload.replace(/^\//u, '')));
  const said = { changed: 'changed', added: 'new', removed: 'gone', rotated: 'renewed' }[change];
  return `${kind} ${someOf(names)} of ${owners}: ${said}`;
}
