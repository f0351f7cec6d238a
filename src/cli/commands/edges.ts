import type { Command } from 'commander';
import type { ListedEdge } from '../../alike/alike-edges.ts';
import type { Inspected } from '../../inspect.ts';
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import type { TextRecord } from '../../report/document/json.ts';
import { edgeTable, wideEdgeTable } from '../../report/edge-table.ts';
import { byWorst, countOutcomes } from '../../report/outcome-words.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { addEdgeFilters, checkFilters, hasFilter, mayPass, passes, type EdgeFilterFlags } from '../edge-filter.ts';
import { notice } from '../notice.ts';
import { judgedEdges, type EdgeSelection } from '../judged-edges.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { readLargeMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { printInspection } from '../print-inspection.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags, EdgeFilterFlags {
  readonly strictEvidence: boolean;
}

/** Adds `edges [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command.argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH');
  addEdgeFilters(command).option('--strict-evidence', 'undecided where certificates were not seen', false);
  addSourceOptions(addOutputOptions(command, ['table', 'wide', 'json', 'yaml']));
  addExamples(command, context, [
    ['edges dumps/', 'every edge, the broken ones first'],
    ['edges dumps/ --outcome fails,plaintext --namespace shop', 'what is not encrypted in or out of shop'],
    ["tls-check dumps/ --from 'productpage*'", 'the table people know from istioctl authn tls-check: -o wide'],
  ]);
  // By that name people expect its six columns.
  command.hook('preAction', (self) => {
    const isTlsCheck = self.parent?.args[0] === 'tls-check';
    if (isTlsCheck && self.getOptionValueSource('output') === 'default') self.setOptionValue('output', 'wide');
  });
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  checkFilters(flags);
  const inspected = await readLargeMesh(sources, flags, context);
  tellTime(inspected, context);
  const edges = listed(inspected, flags, context);
  if (flags.output === 'json' || flags.output === 'yaml') {
    await printInspection(inspected, asDocument(edges), flags, context);
    return;
  }
  await printTable([...edges].map(({ record }) => record).toSorted(byWorst), flags, context);
}

/** Notes the exit code on the way. */
function* listed(inspected: Inspected, flags: Flags, { finish }: Context): Generator<ListedEdge> {
  const wanted: EdgeSelection = {
    mayPass: (question, client) => mayPass(flags, question, client),
    passes: hasFilter(flags) ? (edge) => passes(flags, edge) : undefined,
  };
  for (const edge of judgedEdges(inspected, flags, wanted)) {
    if (edge.isFinding) finish(1);
    yield edge;
  }
}

/** Text where it is at hand. */
function* asDocument(edges: Iterable<ListedEdge>): Generator<TextRecord> {
  for (const edge of edges) yield edge.text === undefined ? edge.record : { kind: 'written-edge', text: edge.text };
}

async function printTable(edges: readonly EdgeRecord[], flags: Flags, { streams }: Context): Promise<void> {
  const page = pageOf(streams, flags);
  const lay = flags.output === 'wide' ? wideEdgeTable : edgeTable;
  if (edges.length > 0) {
    const text = await laidOut((measure) => lay(page(measure), edges).join('\n'));
    await writeResult(streams, flags, [`${text}\n`]);
  }
  const count = countOutcomes(edges.map(({ outcome }) => outcome));
  notice(
    streams,
    edges.length === 0 ? noneLeft(flags) : `${edges.length} ${edges.length === 1 ? 'edge' : 'edges'}: ${count}`,
  );
}

function noneLeft({ from, to, workload }: Flags): string {
  const byName = [from, to, workload].some((names) => names !== undefined);
  return byName ? 'no edge (names are whole ones; * stands for anything)' : 'no edge';
}
