import type { Command } from 'commander';
import { factLines } from '../../envoy/fact-lines.ts';
import { present } from '../../envoy/present.ts';
import { resourcePlan } from '../../envoy/projection.ts';
import type { SourceArgument } from '../../input/argument.ts';
import { joinProxies, type Joined } from '../../input/join.ts';
import { readSources, type ReadSources } from '../../input/read-sources.ts';
import type { InspectOptions } from '../../read-proxies.ts';
import { jsonText } from '../../report/document/json-text.ts';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { addSourceOptions, readNamed, type SourceFlags } from '../options/sources.ts';
import { writeAll } from '../write.ts';

/** Adds `facts [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command.argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH');
  addSourceOptions(command);
  addExamples(command, context, [
    ['facts dumps/ > facts.ndjson', 'what is read of these dumps, a line each'],
    ['edges facts-1.ndjson facts-2.ndjson', 'facts are sources like any other'],
    ['facts pod/sleep.demo | gzip > sleep.facts.gz', 'a proxy that runs, without its keys'],
  ]);
  command.action((sources: readonly string[], flags: SourceFlags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: SourceFlags, context: Context): Promise<void> {
  const { proxies } = await readNamed(sources, flags, context, read);
  const lines = function* (): Generator<string> {
    for (const proxy of proxies) for (const line of factLines(proxy)) yield `${jsonText(line)}\n`;
  };
  await writeAll(context.streams.stdout, lines());
}

/** Proxies as they stand in their dumps, as far as they are read. */
async function read(
  args: readonly SourceArgument[],
  { stdin, session, progress }: InspectOptions,
): Promise<Joined & ReadSources> {
  const sources = await readSources(args, {
    ...present({ stdin, session, progress }),
    resource: resourcePlan,
  });
  const joined = joinProxies(sources.dumps);
  return { ...sources, ...joined, problems: [...sources.problems, ...joined.problems] };
}
