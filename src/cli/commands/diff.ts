import { Option, type Command } from 'commander';
import { compareSides, type Comparison } from '../../compare/compare.ts';
import { diffDocument, isUnchanged, type DiffDocument, type RestRecord } from '../../compare/document.ts';
import { sourceArgument } from '../../input/argument.ts';
import { joinProxies } from '../../input/join.ts';
import { readSources } from '../../input/read-sources.ts';
import { judgeTrace } from '../../judge-edge.ts';
import { jsonText } from '../../report/document/json-text.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { readMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { withLabel } from '../label-lines.ts';
import { writeAll } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags {
  readonly all: boolean;
  readonly failOn?: 'weaker' | 'any' | 'broken';
  readonly strictEvidence: boolean;
}

/** Adds `diff BEFORE AFTER`. */
export function define(command: Command, context: Context): void {
  const failOn = new Option(
    '--fail-on <what>',
    'exit 1 where an edge became weaker or broke, broke, or anything changed',
  );
  command
    .argument('<before>', 'dumps: a file, a folder, an archive')
    .argument('<after>', 'the same at another time')
    .option('--all', 'also what bears on nothing of this, as a text diff', false)
    .addOption(failOn.choices(['weaker', 'broken', 'any']))
    .option('--strict-evidence', 'undecided where certificates were not seen', false);
  addSourceOptions(addOutputOptions(command, ['text', 'json', 'yaml', 'markdown']));
  addExamples(command, context, [
    ['diff yesterday.tar.gz today.tar.gz', 'which edges are another thing now, and because of what'],
    ['diff --fail-on weaker before/ after/', 'for CI: exit 1 where an edge became weaker or broke'],
  ]);
  command.action((before: string, after: string, flags: Flags) => run(before, after, flags, context));
}

async function run(before: string, after: string, flags: Flags, context: Context): Promise<void> {
  const was = await readMesh([before], flags, withLabel('before', context));
  const is = await readMesh([after], flags, withLabel('after', context));
  const comparison = compareSides(was, is, (mesh, trace) => judgeTrace(mesh, trace, flags));
  const document = await diffDocument(comparison, { before: was.locate, after: is.locate });
  const whole = flags.all ? { ...document, rest: await everythingElse(comparison, before, after) } : document;
  if (failsOn(whole, flags.failOn)) context.finish(1);
  await writeAll(context.streams.stdout, [await rendered(whole, flags, context)]);
}

/** Reads both sides once more, now with everything that stands in them. */
async function everythingElse({ aligned }: Comparison, before: string, after: string): Promise<readonly RestRecord[]> {
  const { restChanges } = await import('../../compare/rest-changes.ts');
  const [was, is] = [await readSources([sourceArgument(before)]), await readSources([sourceArgument(after)])];
  return restChanges(aligned, joinProxies(was.dumps).proxies, joinProxies(is.dumps).proxies);
}

async function rendered(document: DiffDocument, flags: Flags, { streams }: Context): Promise<string> {
  switch (flags.output) {
    case 'json':
      return `${jsonText(document, 1)}\n`;
    case 'yaml': {
      const { yamlText } = await import('../../report/document/yaml.ts');
      return yamlText(document);
    }
    case 'markdown': {
      const { diffMarkdown } = await import('../../report/diff/diff-markdown.ts');
      return diffMarkdown(document);
    }
    default: {
      const { diffText } = await import('../../report/diff/diff-text.ts');
      const page = pageOf(streams, flags);
      return `${await laidOut((measure) => diffText(page(measure), document).join('\n'))}\n`;
    }
  }
}

function failsOn(document: DiffDocument, what: Flags['failOn']): boolean {
  const { broken = 0, weaker = 0 } = document.summary;
  switch (what) {
    case undefined:
      return false;
    case 'broken':
      return broken > 0;
    case 'weaker':
      return broken + weaker > 0;
    case 'any':
      return !isUnchanged(document);
  }
}
