import { extname } from 'node:path';
import { Option, type Command } from 'commander';
import { compareSides } from '../../compare/compare.ts';
import { UsageError } from '../../errors.ts';
import type { Inspected } from '../../inspect.ts';
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { judgeTrace } from '../../judge-edge.ts';
import type { ReportContent } from '../../report/content/content.ts';
import { checkCommand } from '../check-command.ts';
import type { Context } from '../command.ts';
import { deliver } from '../deliver.ts';
import { gatherChanges } from '../gather-changes.ts';
import { gatherReport, type GatherOptions } from '../gather-report.ts';
import { addExamples } from '../options/examples.ts';
import { readLargeMesh, readMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { reportFormats, type ReportFormatName, type Since } from '../report-formats.ts';

interface Flags extends SourceFlags {
  readonly format?: ReportFormatName;
  readonly before?: readonly string[];
  readonly short: boolean;
  readonly out?: string;
  readonly strictEvidence: boolean;
}

/** Adds `report [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  const before = new Option('--before <source>', 'also what changed since; may be given several times');
  command
    .argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH')
    .addOption(
      new Option(
        '-o, --format <format>',
        'what to write; goes by the ending of --out, and is html without one',
      ).choices(Object.keys(reportFormats)),
    )
    .option('--short', 'a few lines for a chat (with --format markdown)', false)
    .addOption(before.argParser((value: string, given: readonly string[] | undefined) => [...(given ?? []), value]))
    .option('--out <file>', 'write it here instead of to stdout')
    .option('--strict-evidence', 'undecided where certificates were not seen', false);
  addSourceOptions(command);
  addExamples(command, context, [
    ['report --out mesh.html dumps/', 'a page to attach, which holds all it needs'],
    ['report --out incident.md dumps/', 'the same as Markdown'],
    ['report --format markdown --short dumps/', 'a few lines for a chat'],
    ['report --before yesterday.tar.gz --out change.html today.tar.gz', 'with what changed since'],
  ]);
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  const format = flags.format ?? formatOf(flags.out);
  checkFlags(flags, format);
  const { explains, write } = reportFormats[format];
  const before = flags.before === undefined ? undefined : await readMesh(flags.before, flags, context);
  // What is compared is gone through again and again.
  const read = before === undefined ? readLargeMesh : readMesh;
  const inspected = await read(sources, flags, context);
  const options = { strictEvidence: flags.strictEvidence, most: explains, check: checkOf(context) };
  const now = await gatherReport(inspected, options);
  const since = before === undefined ? undefined : sinceThen(before, inspected, options);
  const content =
    since === undefined ? now : { ...now, changes: await gatherChanges(since.comparison, since.before, inspected) };
  await deliver(flags.short ? [await short(content)] : await write(content, inspected, since), flags.out, context);
}

function sinceThen(before: Inspected, after: Inspected, options: GatherOptions): Since {
  const comparison = compareSides(before, after, (mesh, trace) => judgeTrace(mesh, trace, options));
  return { before, comparison, content: () => gatherReport(before, options) };
}

const byEnding: ReadonlyMap<string, ReportFormatName> = new Map([
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.json', 'json'],
  ['.sarif', 'sarif'],
  ['.xml', 'junit'],
]);

function formatOf(out: string | undefined): ReportFormatName {
  return byEnding.get(extname(out ?? '').toLowerCase()) ?? 'html';
}

function checkFlags({ short: isShort }: Flags, format: ReportFormatName): void {
  if (isShort && format !== 'markdown') {
    throw new UsageError({ what: `there is no short ${format} report`, todo: 'Use --short with --format markdown.' });
  }
}

/** Whoever reads the report has other paths, and need not know ours. */
function checkOf({ name }: Context): ReportContent['check'] {
  return (edge: EdgeRecord) => {
    const from = edge.from.proxy ?? edge.from.name;
    return checkCommand({ name, from, to: undefined, sources: ['DUMPS'], options: [] }, edge);
  };
}

async function short(content: ReportContent): Promise<string> {
  const { shortMarkdown } = await import('../../report/markdown/markdown.ts');
  return shortMarkdown(content);
}
