/** The graph in Graphviz' language. Every text is a quoted string with its quotes and backslashes escaped. */
import { printable } from '../../printable.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { strokes } from './stroke.ts';

/** DOT text, ending in a newline. `labels` false leaves edge texts out: Graphviz is much faster without. */
export function toDot(graph: Graph, labels = true): string {
  const namespaces = [...new Set(graph.nodes.map((node) => node.namespace))].toSorted();
  const groups = namespaces.flatMap((namespace, index) => {
    const nodes = graph.nodes.filter((node) => node.namespace === namespace).map((node) => `    ${nodeLine(node)}`);
    if (namespace === '') return nodes;
    return [
      `  subgraph cluster_${index} {`,
      `    label=${quoted(namespace)}; color="#8c959f"; style=rounded;`,
      ...nodes,
      '  }',
    ];
  });
  return [
    'digraph mesh {',
    `  rankdir=LR; splines=${labels ? 'true' : 'line'}; nodesep=0.35; ranksep=1.6; fontname="sans-serif";`,
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...groups,
    ...graph.edges.map((edge) => `  ${edgeLine(edge, labels)}`),
    '}',
    '',
  ].join('\n');
}

function nodeLine({ id, name }: GraphNode): string {
  return `${id} [label=${quoted(name)}];`;
}

function edgeLine({ from, to, outcome, ports }: GraphEdge, labels: boolean): string {
  const { colour, dashes, width, mark } = strokes[outcome];
  const text = `${mark} ${ports.map((port) => `:${port}`).join(' ')}`;
  const label = labels ? `label=${quoted(text)}, fontcolor="${colour}", ` : '';
  return `${from} -> ${to} [${label}tooltip=${quoted(text)}, color="${colour}", style=${dashes}, penwidth=${width}];`;
}

function quoted(text: string): string {
  return `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
