/** What is wrong in a mesh: edges that fail for one reason and have one fix are one problem. */
import type { EdgeRecord, EndpointRecord } from '../../inspection/edge-record.ts';
import type { CauseFinding, Missing, Outcome } from '../../verdict/model.ts';
import { isFinding } from '../../verdict/is-finding.ts';
import { outcomeWords } from '../outcome-words.ts';
import { primaryCause } from './primary-cause.ts';

export interface Problem {
  /** Of the cause; undefined where none was found. */
  readonly code?: string;
  readonly outcome: Outcome;
  /** One sentence without a full stop, about the first of the edges. */
  readonly text: string;
  readonly edges: readonly EdgeRecord[];
  readonly fix: CauseFinding['fix'];
  readonly missing: readonly Missing[];
}

/** The problems, what fails first, then the most widespread. */
export function problemsOf(edges: readonly EdgeRecord[]): readonly Problem[] {
  const groups = new Map<
    string,
    { problem: Omit<Problem, 'edges' | 'missing'>; edges: Set<EdgeRecord>; missing: Map<string, Missing> }
  >();
  for (const edge of edges) {
    for (const endpoint of edge.endpoints.filter((each) => isFinding({ endpoints: [each] }))) {
      const problem = problemOf(endpoint);
      const key = JSON.stringify([
        problem.code ?? '',
        problem.outcome,
        problem.code === undefined ? anonymous(problem.text, edge, endpoint) : problem.fix,
      ]);
      const group = groups.get(key) ?? { problem, edges: new Set(), missing: new Map() };
      group.edges.add(edge);
      for (const each of endpoint.missing) group.missing.set(each.command, each);
      groups.set(key, group);
    }
  }
  return [...groups.values()]
    .map(({ problem, edges: among, missing }) => ({ ...problem, edges: [...among], missing: [...missing.values()] }))
    .toSorted((one, other) => rank(one) - rank(other) || other.edges.length - one.edges.length);
}

function problemOf(endpoint: EndpointRecord): Omit<Problem, 'edges' | 'missing'> {
  const { outcome, because, missing } = endpoint;
  const cause = primaryCause(endpoint);
  if (cause !== undefined) return { code: cause.code, outcome, text: cause.text.replace(/\.$/u, ''), fix: cause.fix };
  if (outcome === 'undecided' && missing.length > 0)
    return { outcome, text: 'evidence is missing, so these edges cannot be told', fix: [] };
  return { outcome, text: because === '' ? outcomeWords[outcome].says : because.replace(/\.$/u, ''), fix: [] };
}

/** The sentence with the two names in it taken out: the same may be said of other pairs. */
function anonymous(text: string, { from }: EdgeRecord, { server }: EndpointRecord): string {
  const names = [from.name, server?.name ?? ''].filter((name) => name !== '');
  return names.reduce((rest, name) => rest.replaceAll(name, '…'), text);
}

function rank({ outcome }: Problem): number {
  return outcome === 'fails' ? 0 : outcome === 'undecided' ? 2 : 1;
}
