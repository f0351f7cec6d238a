import { CommanderError } from 'commander';
import { present } from '../envoy/present.ts';
import { UserError } from '../errors.ts';
import { printable } from '../printable.ts';
import type { CommandEntry, ExitCode } from './command.ts';
import { commands } from './commands.ts';
import { createProgram } from './program.ts';
import { describeUserError } from './user-error.ts';
import type { Streams } from './streams.ts';

/** Who is called: under which name, with which commands, what time it is, and what threads are to run. */
export interface Invocation {
  readonly name?: string;
  readonly commands?: readonly CommandEntry[];
  readonly now?: () => Date;
  readonly readingWorker?: URL;
}

/** Runs one command line and answers its exit code; never throws and never ends the process. */
export async function main(argv: readonly string[], streams: Streams, invocation: Invocation = {}): Promise<number> {
  const name = invocation.name ?? 'mtlscope';
  let exitCode: ExitCode = 0;
  const finish = (code: ExitCode): void => {
    if (code > exitCode) exitCode = code;
  };
  try {
    const now = invocation.now ?? (() => new Date());
    const { readingWorker } = invocation;
    const context = { streams, name, now, finish, ...present({ readingWorker }) };
    const program = await createProgram(name, invocation.commands ?? commands, argv, context);
    if (argv.length === 0) program.help({ error: true });
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    finish(explain(error, name, streams));
  }
  return exitCode;
}

/** Says what went wrong on stderr, and answers the exit code for it. */
function explain(error: unknown, name: string, { stderr }: Streams): ExitCode {
  // Commander has written its message already; asking for help or the version is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    stderr.write(`${describeUserError(error, name)}\n`);
    return 2;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`${name}: this is a bug in mtlscope; please report it with these lines:\n`);
  stderr.write(`${printable(trace)}\n`);
  return 3;
}
