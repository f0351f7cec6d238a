import { Option, type Command } from 'commander';
import { UsageError } from '../../errors.ts';
import type { Inspected } from '../../inspect.ts';
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { graphOf, type Graph } from '../../report/graph/graph.ts';
import { toDot } from '../../report/graph/dot.ts';
import { toMermaid } from '../../report/graph/mermaid.ts';
import type { Context } from '../command.ts';
import { addEdgeFilters, checkFilters, mayPass, passes, type EdgeFilterFlags } from '../edge-filter.ts';
import { judgedEdges, type EdgeSelection } from '../judged-edges.ts';
import { addExamples } from '../options/examples.ts';
import { readLargeMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { writeAll } from '../write.ts';

interface Flags extends SourceFlags, EdgeFilterFlags {
  readonly output: 'dot' | 'mermaid' | 'svg';
  readonly collapse?: boolean;
  readonly around?: string;
}

/** Adds `graph [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command
    .argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH')
    .addOption(
      new Option('-o, --output <format>', 'the language of the picture')
        .choices(['dot', 'mermaid', 'svg'])
        .default('dot'),
    )
    .option('--collapse', 'namespaces instead of workloads (by itself for more than 60 workloads)')
    .option('--no-collapse', 'workloads, however many')
    .option('--around <name>', 'only what speaks to or from this workload or namespace');
  addSourceOptions(addEdgeFilters(command));
  addExamples(command, context, [
    ['graph -o svg dumps/ > mesh.svg', 'a picture of the mesh'],
    ['graph -o mermaid --around web dumps/', 'for a page in Markdown, only what speaks to or from web'],
  ]);
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  checkFilters(flags);
  const inspected = await readLargeMesh(sources, flags, context);
  const graph = graphOf(wanted(inspected, flags), flags.collapse);
  await writeAll(context.streams.stdout, [await drawn(graph, flags.output)]);
}

function* wanted(inspected: Inspected, flags: Flags): Generator<EdgeRecord> {
  const selection: EdgeSelection = {
    mayPass: (question, client) => mayPass(flags, question, client),
    passes: (edge) => passes(flags, edge) && isAround(edge, flags.around),
  };
  for (const { record } of judgedEdges(inspected, { strictEvidence: false }, selection)) yield record;
}

function isAround({ from, endpoints }: EdgeRecord, name: string | undefined): boolean {
  if (name === undefined) return true;
  return [from, ...endpoints.map(({ server }) => server)].some(
    (peer) => peer !== undefined && [peer.name, peer.workload, peer.namespace].includes(name),
  );
}

async function drawn(graph: Graph, format: Flags['output']): Promise<string> {
  if (format === 'dot') return toDot(graph);
  if (format === 'mermaid') return toMermaid(graph);
  const { toSvg } = await import('../../report/graph/svg.ts');
  const svg = await toSvg(graph);
  if (svg !== undefined) return svg;
  throw new UsageError({
    what: `a picture of ${graph.edges.length} edges cannot be laid out`,
    meaning: 'Nobody would find anything in it either.',
    todo: 'Use --collapse, or --around NAME for one neighbourhood.',
  });
}
