import type { Command } from 'commander';
import type { ListedEdge } from '../../alike/alike-edges.ts';
import type { Inspected } from '../../inspect.ts';
import type { TextRecord } from '../../report/document/json.ts';
import { edgeRow, edgeTableLines, wideEdgeTable } from '../../report/edge-table.ts';
import { badness, byWorst, countOutcomes } from '../../report/outcome-words.ts';
import { laidOut, measureFor } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { addEdgeFilters, checkFilters, hasFilter, mayPass, passes, type EdgeFilterFlags } from '../edge-filter.ts';
import { noneLeft } from '../none-left.ts';
import { notice } from '../notice.ts';
import { judgedEdges, type EdgeSelection } from '../judged-edges.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { readLargeMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { SortedRows } from '../sorted-rows.ts';
import type { RolledUpOutcome } from '../../verdict/model.ts';
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
  const outcomes = await (flags.output === 'wide'
    ? printWide(edges, flags, context)
    : printTable(edges, flags, context));
  notice(context.streams, countOf(outcomes) ?? noneLeft(flags, inspected.mesh.proxies, context.name));
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

/** In memory that does not grow with the edges. */
async function printTable(
  edges: Iterable<ListedEdge>,
  flags: Flags,
  { streams }: Context,
): Promise<readonly RolledUpOutcome[]> {
  const rows = new SortedRows();
  const outcomes: RolledUpOutcome[] = [];
  for (const { record } of edges) {
    rows.add(badness(record), edgeRow(record));
    outcomes.push(record.outcome);
  }
  if (outcomes.length > 0) {
    const page = pageOf(streams, flags)(await measureFor(rows.texts()));
    await writeResult(streams, flags, inPieces(edgeTableLines(page, rows)));
  }
  rows.close();
  return outcomes;
}

async function printWide(
  edges: Iterable<ListedEdge>,
  flags: Flags,
  { streams }: Context,
): Promise<readonly RolledUpOutcome[]> {
  const page = pageOf(streams, flags);
  const sorted = [...edges].map(({ record }) => record).toSorted(byWorst);
  if (sorted.length > 0) {
    const text = await laidOut((measure) => wideEdgeTable(page(measure), sorted).join('\n'));
    await writeResult(streams, flags, [`${text}\n`]);
  }
  return sorted.map(({ outcome }) => outcome);
}

/** So much text is looked through and written at once. */
const pieceLength = 1 << 16;

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function countOf(outcomes: readonly RolledUpOutcome[]): string | undefined {
  const { length } = outcomes;
  return length === 0 ? undefined : `${length} ${length === 1 ? 'edge' : 'edges'}: ${countOutcomes(outcomes)}`;
}
