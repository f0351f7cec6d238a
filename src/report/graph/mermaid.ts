/** The graph as a Mermaid flowchart. Texts are quoted, and whatever could end or begin markup is an entity. */
import { printable } from '../../printable.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { strokes } from './stroke.ts';

const arrows = { solid: '-->', dashed: '-.->', dotted: '-.->' } as const;

/** Mermaid text, ending in a newline. */
export function toMermaid(graph: Graph): string {
  const namespaces = [...new Set(graph.nodes.map((node) => node.namespace))].toSorted();
  const groups = namespaces.flatMap((namespace, index) => {
    const nodes = graph.nodes.filter((node) => node.namespace === namespace).map(nodeLine);
    if (namespace === '') return nodes.map((line) => `  ${line}`);
    return [`  subgraph s${index}[${quoted(namespace)}]`, ...nodes.map((line) => `    ${line}`), '  end'];
  });
  return [
    'flowchart LR',
    ...groups,
    ...graph.edges.map((edge) => `  ${edgeLine(edge)}`),
    ...graph.edges.map(({ outcome }, index) => `  linkStyle ${index} stroke:${strokes[outcome].colour}`),
    '',
  ].join('\n');
}

function nodeLine({ id, name }: GraphNode): string {
  return `${id}[${quoted(name)}]`;
}

function edgeLine({ from, to, outcome, ports }: GraphEdge): string {
  const { mark, dashes } = strokes[outcome];
  return `${from} ${arrows[dashes]}|${quoted(`${mark} ${ports.map((port) => `:${port}`).join(' ')}`)}| ${to}`;
}

/** Mermaid's entities are `#NUMBER;`. Letters, digits and the punctuation of names stay. */
function quoted(text: string): string {
  const safe = printable(text).replace(/[^\p{L}\p{N} .:/_✗?-]/gu, (found) => `#${found.codePointAt(0) ?? 63};`);
  return `"${safe}"`;
}
