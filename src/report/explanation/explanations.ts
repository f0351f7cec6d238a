import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { edgeTable } from '../edge-table.ts';
import { byWorst } from '../outcome-words.ts';
import { span } from '../text/ink.ts';
import { spans, type Page } from '../text/page.ts';
import { hang } from '../text/wrap.ts';
import type { Check } from './account.ts';
import { explanation } from './explanation.ts';
import { sameAs } from './same.ts';

/** What explanations cannot know by themselves. */
export interface ExplanationsOptions {
  /** How to see whether a fix of this edge worked. */
  readonly check: (edge: EdgeRecord) => Check | undefined;
  /** Nobody asked for a certain edge: those that are no finding are listed, not explained. */
  readonly brief: boolean;
}

/** Several edges, the worst first, with room between them; replicas of which the same is said are told once. */
export function explanations(page: Page, edges: readonly EdgeRecord[], options: ExplanationsOptions): string[] {
  const groups = groupReplicas(edges.toSorted(byWorst));
  const told = options.brief ? groups.filter(({ edge }) => isBroken(edge)) : groups;
  const listed = groups.filter((group) => !told.includes(group)).map(({ edge }) => edge);
  const sections = told.map(({ edge, others }) => [
    ...explanation(page, edge, options.check(edge)),
    ...(others.length === 0 ? [] : ['', ...alsoFrom(page, others)]),
  ]);
  if (listed.length > 0) sections.push([...title(page, told.length, listed.length), ...edgeTable(page, listed)]);
  return sections.flatMap((lines, at) => (at === 0 ? lines : ['', '', ...lines]));
}

/** What only awaits more dumps is not told at length: it would be most of a mesh of which little was read. */
function isBroken(edge: EdgeRecord): boolean {
  return edge.endpoints.some((endpoint) => endpoint.outcome !== 'undecided' && isFinding({ endpoints: [endpoint] }));
}

/** An edge, and those from other pods of the same workload of which the same is to be said. */
interface Group {
  readonly edge: EdgeRecord;
  readonly others: EdgeRecord[];
}

function groupReplicas(edges: readonly EdgeRecord[]): Group[] {
  const groups: Group[] = [];
  for (const edge of edges) {
    const group = groups.find((each) => isReplica(each.edge, edge));
    if (group === undefined) groups.push({ edge, others: [] });
    else group.others.push(edge);
  }
  return groups;
}

function isReplica(one: EdgeRecord, other: EdgeRecord): boolean {
  const { from, to, question, endpoints } = one;
  return (
    to === other.to &&
    question.speaks === other.question.speaks &&
    from.workload !== '' &&
    from.workload === other.from.workload &&
    from.namespace === other.from.namespace &&
    endpoints.length === other.endpoints.length &&
    endpoints.every((endpoint, at) => {
      const counterpart = other.endpoints[at];
      return counterpart !== undefined && counterpart.endpoint === endpoint.endpoint && sameAs(endpoint, counterpart);
    })
  );
}

function alsoFrom(page: Page, others: readonly EdgeRecord[]): string[] {
  const names = others.map(({ from }) => from.proxy ?? from.name).join(', ');
  return hang(page, [], spans(span(`The same holds for ${names}.`, 'dim')), 2);
}

function title(page: Page, told: number, listed: number): string[] {
  const edges = listed === 1 ? 'edge' : 'edges';
  return hang(page, [], spans(told === 0 ? `${listed} ${edges}:` : `The other ${listed} ${edges}:`), 0);
}
