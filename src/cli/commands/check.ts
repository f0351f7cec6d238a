import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { readCheckFile } from '../../check/check-file.ts';
import { runCheck, type CheckResult } from '../../check/run-check.ts';
import { InputError } from '../../errors.ts';
import { checkTable } from '../../report/check-table.ts';
import { jsonText } from '../../report/document/json-text.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { notice } from '../notice.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { addSourceOptions, readMesh, type SourceFlags } from '../options/sources.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags {
  readonly strictEvidence: boolean;
}

/** Adds `check EDGES.yaml [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command
    .argument('<edges>', 'expectations, as YAML (- for stdin)')
    .argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH')
    .option('--strict-evidence', 'undecided where certificates were not seen', false);
  addSourceOptions(addOutputOptions(command, ['table', 'json', 'yaml']));
  addExamples(command, context, [
    ['check edges.yaml dumps/', 'each expectation and what it came to; exit 1 when one is not met'],
    ['check edges.yaml dumps/ -o json', 'for a program'],
  ]);
  command.action((file: string, sources: readonly string[], flags: Flags) => run(file, sources, flags, context));
}

async function run(file: string, sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  const expectations = readCheckFile(await read(file, context), file);
  const inspected = await readMesh(sources, flags, context);
  tellTime(inspected, context);
  const results = expectations.map((expectation) => runCheck(inspected.mesh, expectation, flags));
  const unmet = results.filter(({ ok }) => !ok).length;
  if (unmet > 0) context.finish(1);
  await writeResult(context.streams, flags, [await printed(results, flags, context)]);
  notice(context.streams, `${results.length - unmet} as expected, ${unmet} not`);
}

async function read(file: string, { streams }: Context): Promise<string> {
  try {
    return (file === '-' ? await buffer(streams.stdin) : await readFile(file)).toString('utf8');
  } catch {
    throw new InputError({
      what: 'this check file cannot be read',
      where: file,
      todo: 'Name a file with a list `edges:`.',
    });
  }
}

async function printed(results: readonly CheckResult[], flags: Flags, { streams }: Context): Promise<string> {
  if (flags.output === 'json') return `${jsonText({ results }, 1)}\n`;
  if (flags.output === 'yaml') return (await import('../../report/document/yaml.ts')).yamlText({ results });
  const page = pageOf(streams, flags);
  const text = await laidOut((measure) => checkTable(page(measure), results).join('\n'));
  return text === '' ? '' : `${text}\n`;
}
