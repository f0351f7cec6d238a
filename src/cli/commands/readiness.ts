import type { Command } from 'commander';
import { nearest } from '../../edge/nearest.ts';
import { UsageError } from '../../errors.ts';
import { readiness, type Readiness } from '../../readiness/readiness.ts';
import { serverNamespaces } from '../../readiness/steps.ts';
import { strictScope } from '../../readiness/strict-change.ts';
import { readinessText } from '../../report/readiness-text.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { checkFile } from '../options/check-file.ts';
import { documentText } from '../document-text.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { readMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags {
  readonly strict: string;
  readonly check?: string;
}

/** Adds `readiness --strict SCOPE [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command
    .argument('[sources...]', 'dumps, and the policies in force: files, folders, archives, -, NAME=PATH')
    .requiredOption('--strict <scope>', 'a namespace, or mesh: who breaks when it accepts mutual TLS only')
    .option('--check <edges>', 'ask only about the edges of this check file');
  addSourceOptions(addOutputOptions(command, ['text', 'json', 'yaml']));
  addExamples(command, context, [
    ['readiness --strict demo dumps/', 'who breaks when namespace demo accepts mutual TLS only'],
    ['readiness --strict mesh --check edges.yaml dumps/', 'of the edges that matter to you, in the whole mesh'],
  ]);
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  const expectations = flags.check === undefined ? undefined : await checkFile(flags.check, context.streams);
  const inspected = await readMesh(sources, flags, context);
  tellTime(inspected, context);
  const scope = strictScope(flags.strict);
  const namespaces = serverNamespaces(inspected);
  if (scope.kind === 'namespace' && !namespaces.includes(scope.name)) throw noServers(scope.name, namespaces);
  const ready = readiness(inspected, scope, expectations);
  if (ready.breaks.length > 0) context.finish(1);
  const { output } = flags;
  if (output === 'json' || output === 'yaml') {
    await writeResult(context.streams, flags, [await documentText(readinessDocument(ready), output)]);
    return;
  }
  const page = pageOf(context.streams, flags);
  const text = await laidOut((measure) => readinessText(page(measure), ready).join('\n'));
  await writeResult(context.streams, flags, [`${text}\n`]);
}

function noServers(namespace: string, namespaces: readonly string[]): UsageError {
  const near = nearest(namespace, namespaces);
  const known = near.length > 0 ? near : namespaces;
  return new UsageError({
    what: `no dump is of a workload in namespace ${namespace}`,
    where: '--strict',
    meaning: 'Who breaks is asked of the proxies that would demand mutual TLS.',
    todo: `Name ${known.length === 0 ? 'dumps of its workloads' : `one of ${known.join(', ')}`}, or mesh.`,
  });
}

/** `breaks` are ids, as in the check file; the rest tells the story behind them. */
function readinessDocument({ breaks, undecided, ...rest }: Readiness): unknown {
  return {
    breaks: [...new Set(breaks.map(({ id }) => id))],
    undecided: [...new Set(undecided.map(({ id }) => id))],
    edges: [...breaks, ...undecided],
    ...rest,
  };
}
