import { Option, type Command } from 'commander';
import type { Inspected } from '../../inspect.ts';
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import type { ReportContent } from '../../report/content/content.ts';
import { checkCommand } from '../check-command.ts';
import type { Context } from '../command.ts';
import { deliver } from '../deliver.ts';
import { gatherReport } from '../gather-report.ts';
import { addSourceOptions, readMesh, type SourceFlags } from '../options/sources.ts';

interface Flags extends SourceFlags {
  readonly format: 'html';
  readonly out?: string;
  readonly strictEvidence: boolean;
}

/** Adds `report [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command
    .argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH')
    .addOption(new Option('--format <format>', 'what to write').choices(['html']).default('html'))
    .option('--out <file>', 'write it here instead of to stdout')
    .option('--strict-evidence', 'undecided where certificates were not seen', false);
  addSourceOptions(command);
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  const inspected = await readMesh(sources, flags, context);
  const content = await gather(inspected, flags, context);
  await deliver(await htmlText(content), flags.out, context);
}

function gather(inspected: Inspected, flags: Flags, { name }: Context): Promise<ReportContent> {
  // Whoever reads the report has other paths, and need not know ours.
  const check = (edge: EdgeRecord) => {
    const asked = { name, from: edge.from.proxy ?? edge.from.name, to: undefined, sources: ['DUMPS'], options: [] };
    return checkCommand(asked, edge);
  };
  return gatherReport(inspected, flags, check);
}

async function htmlText(content: ReportContent): Promise<string> {
  const [{ htmlReport }, { graphOf }, { toSvg }] = await Promise.all([
    import('../../report/html/page.ts'),
    import('../../report/graph/graph.ts'),
    import('../../report/graph/svg.ts'),
  ]);
  return htmlReport(content, await toSvg(graphOf(content.edges)));
}
