import type { Graph, GraphEdge, GraphNode } from '../graph/graph.ts';
import { brief } from '../content/brief.ts';
import { outcomeWords, worstFirst } from '../outcome-words.ts';
import { markup, type Html } from './markup.ts';

/** A matrix with more rows or columns is a carpet. */
const most = 60;

/** Callers down, callees across, and in each cell how they get on. */
export function matrixHtml(graph: Graph): Html {
  const callers = shown(graph, 'from');
  const callees = shown(graph, 'to');
  const cells = new Map(graph.edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  const left = [
    ...leftOut(graph, 'from', callers.length, 'callers'),
    ...leftOut(graph, 'to', callees.length, 'callees'),
  ];
  return markup`<div class="wide matrix" tabindex="0" role="region" aria-label="Matrix of callers and callees">
    <table>
      <caption>
        ${graph.collapsed ? 'Namespaces' : 'Workloads'} that call (rows) and are called
        (columns)${left.length === 0 ? undefined : `; ${left.join(' and ')} are left out`}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${callees.map((node) => markup`<th scope="col"><span>${nodeName(node)}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${callers.map(
          (caller) =>
            markup`<tr>
              <th scope="row">${nodeName(caller)}</th>
              ${callees.map((callee) => cell(caller, callee, cells.get(`${caller.id} ${callee.id}`), graph.collapsed))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell(caller: GraphNode, callee: GraphNode, edge: GraphEdge | undefined, collapsed: boolean): Html {
  if (edge === undefined) return markup`<td></td>`;
  const { mark, name } = outcomeWords[edge.outcome];
  const title = `${nodeName(caller)} → ${nodeName(callee)}: ${name}`;
  const find = (node: GraphNode): string => (collapsed && !node.name.includes('.') ? `${node.name}/` : node.name);
  return markup`<td class="o-${edge.outcome}">
    <a href="#edges" data-from="${find(caller)}" data-to="${find(callee)}" title="${title}">
      <span aria-hidden="true">${mark}</span><span class="spoken">${title}</span>
    </a>
  </td>`;
}

function nodeName({ namespace, name }: GraphNode): string {
  return brief(namespace === '' ? name : `${namespace}/${name}`);
}

type End = 'from' | 'to';

/** The nodes at one end, the worst of them where there are too many, by name. */
function shown(graph: Graph, end: End): GraphNode[] {
  const worst = new Map<string, number>();
  for (const edge of graph.edges) {
    const rank = worstFirst.indexOf(edge.outcome);
    worst.set(edge[end], Math.min(worst.get(edge[end]) ?? rank, rank));
  }
  const rank = ({ id }: GraphNode): number => worst.get(id) ?? worstFirst.length;
  const kept = graph.nodes
    .filter(({ id }) => worst.has(id))
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, most);
  return graph.nodes.filter((node) => kept.includes(node));
}

function leftOut(graph: Graph, end: End, count: number, what: string): string[] {
  const more = new Set(graph.edges.map((edge) => edge[end])).size - count;
  return more > 0 ? [`${more} ${what} of which nothing worse is to be said`] : [];
}
