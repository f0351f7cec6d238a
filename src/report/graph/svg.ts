/**
 * The graph drawn, by Graphviz compiled to WebAssembly. Loaded only when a drawing is asked for: it is 0.8 MB.
 * Large graphs overflow its stack, so they are drawn without labels or, beyond that, refused.
 */
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { toDot } from './dot.ts';
import type { Graph } from './graph.ts';

/** Above this many edges labels cost seconds and hide the lines. */
const mostLabels = 80;
/** Above this many edges the layout takes tens of seconds, or overflows. */
const mostEdges = 600;

/** An SVG document; undefined when the graph is too large to draw (collapse it, or look at one neighbourhood). */
export async function toSvg(graph: Graph): Promise<string | undefined> {
  if (graph.edges.length > mostEdges) return undefined;
  const graphviz = await Graphviz.load();
  try {
    return graphviz.dot(toDot(graph, graph.edges.length <= mostLabels), 'svg');
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
