import type { Command } from 'commander';
import { AlikeEdges } from '../../alike/alike-edges.ts';
import { runCheck } from '../../check/run-check.ts';
import { authnPolicies } from '../../inspection/authn-policy.ts';
import type { Context } from '../command.ts';
import { checkFile } from '../options/check-file.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, type OutputFlags } from '../options/output.ts';
import { readLargeMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { printCheck } from '../print-check.ts';
import { tellTime } from '../time-note.ts';

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
  const expectations = await checkFile(file, context.streams);
  const inspected = await readLargeMesh(sources, flags, context);
  tellTime(inspected, context);
  const { mesh, policies } = inspected;
  const alike = new AlikeEdges(mesh, flags, authnPolicies(policies));
  const results = expectations.map((each) => runCheck(mesh, each, flags, (question) => alike.edge(question).record));
  await printCheck(results, flags, context);
}
