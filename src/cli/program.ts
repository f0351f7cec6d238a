import { Command } from 'commander';
import { version } from '../version.ts';
import type { CommandEntry, Context } from './command.ts';

/**
 * The commander tree. Only commands whose name stands on the command line are loaded; the others
 * are names and summaries for `--help`. A word that merely looks like a name loads a file too many.
 */
export async function createProgram(
  name: string,
  entries: readonly CommandEntry[],
  argv: readonly string[],
  context: Context,
): Promise<Command> {
  const { stdout, stderr } = context.streams;
  const program = new Command(name)
    .description('Explains, from what Envoy says, whether the edges of a mesh are mutual TLS.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .showHelpAfterError(`Run ${name} --help for what there is.`)
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  for (const entry of entries) {
    const names = [entry.name, ...(entry.aliases ?? [])];
    const command = program
      .command(entry.name, { hidden: entry.hidden ?? false })
      .summary(entry.summary)
      .description(entry.summary)
      .aliases(names.slice(1))
      .allowExcessArguments(false);
    // In order, so that --help lists them as the list does.
    // oxlint-disable-next-line no-await-in-loop -- at most one or two are ever loaded
    if (names.some((each) => argv.includes(each))) (await entry.load()).define(command, context);
  }
  return program;
}
