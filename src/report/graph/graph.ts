/** The mesh as a picture in the making: who speaks to whom, and how, rolled up so that a person can look at it. */
import type { EndpointVerdict, Outcome, RolledUpOutcome, Verdict } from '../../verdict/model.ts';

export interface GraphNode {
  /** Short and safe in every format: `n0`, `n1`, … in the order of namespace and name. */
  readonly id: string;
  readonly name: string;
  /** Empty for what belongs to no namespace (outside, external hosts). */
  readonly namespace: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly outcome: RolledUpOutcome;
  /** Service ports that go this way, sorted. */
  readonly ports: readonly number[];
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Workloads were put together into their namespaces. */
  readonly collapsed: boolean;
}

/** What of an edge and its verdict a picture is made of. */
export interface DrawnEdge extends Pick<Verdict, 'question' | 'from' | 'to'> {
  readonly endpoints: readonly Pick<EndpointVerdict, 'server' | 'outcome'>[];
}

interface Flow {
  readonly from: Place;
  readonly to: Place;
  readonly port: number;
  readonly outcome: Outcome;
}

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** Pictures with more workloads than this show namespaces: beyond it nobody finds anything. */
export const mostWorkloads = 60;

/** The graph of these edges. `collapse` undefined: by size. */
export function graphOf(edges: Iterable<DrawnEdge>, collapse?: boolean): Graph {
  const flows = [...edges].flatMap(flowsOf);
  const workloads = new Set(flows.flatMap(({ from, to }) => [keyOf(from), keyOf(to)]));
  const collapsed = collapse ?? workloads.size > mostWorkloads;
  return laidDown(collapsed ? flows.map(intoNamespaces) : flows, collapsed);
}

function flowsOf(verdict: DrawnEdge): readonly Flow[] {
  const from = { namespace: verdict.from.namespace, name: verdict.from.workload || verdict.from.name };
  const { port } = verdict.question;
  const host = verdict.to.replace(/:\d+$/u, '');
  return verdict.endpoints.map(({ server, outcome }) => {
    const to =
      server === undefined
        ? { namespace: '', name: host }
        : { namespace: server.namespace, name: server.workload || server.name };
    return { from, to, port, outcome };
  });
}

function intoNamespaces(flow: Flow): Flow {
  return { ...flow, from: namespaceOf(flow.from), to: namespaceOf(flow.to) };
}

function namespaceOf({ namespace, name }: Place): Place {
  return { namespace: '', name: namespace === '' ? name : namespace };
}

function keyOf({ namespace, name }: Place): string {
  return `${namespace}/${name}`;
}

function laidDown(flows: readonly Flow[], collapsed: boolean): Graph {
  const places = new Map(flows.flatMap(({ from, to }) => [from, to]).map((place) => [keyOf(place), place]));
  const nodes = [...places]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, place], index) => ({ key, node: { id: `n${index}`, ...place } }));
  const ids = new Map(nodes.map(({ key, node }) => [key, node.id]));
  const edges = new Map<string, { from: string; to: string; outcomes: Set<Outcome>; ports: Set<number> }>();
  for (const { from, to, port, outcome } of flows) {
    const [one, other] = [ids.get(keyOf(from)) ?? '', ids.get(keyOf(to)) ?? ''];
    const edge = edges.get(`${one} ${other}`) ?? { from: one, to: other, outcomes: new Set(), ports: new Set() };
    edge.outcomes.add(outcome);
    edge.ports.add(port);
    edges.set(`${one} ${other}`, edge);
  }
  return {
    nodes: nodes.map(({ node }) => node),
    edges: [...edges.values()].map(({ from, to, outcomes, ports }) => {
      return { from, to, outcome: together(outcomes), ports: [...ports].toSorted((a, b) => a - b) };
    }),
    collapsed,
  };
}

/** A failure among several must not hide behind "mixed". */
function together(outcomes: ReadonlySet<Outcome>): RolledUpOutcome {
  const [only] = outcomes;
  if (outcomes.size === 1 && only !== undefined) return only;
  return outcomes.has('fails') ? 'fails' : 'mixed';
}
