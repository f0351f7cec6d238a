import type { Command } from 'commander';
import type { Streams } from './streams.ts';

/** 0 nothing wrong, 1 findings, 2 usage or an unreadable source, 3 our bug. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a running command is given: the streams, the clock, and a place for its exit code. */
export interface Context {
  readonly streams: Streams;
  /** The name the user calls us by. */
  readonly name: string;
  readonly now: () => Date;
  /** The module that threads run which read files; without one, all is read in this thread. */
  readonly readingWorker?: URL;
  /** Notes an exit code; the gravest one noted wins, so 2 wins over 1. */
  readonly finish: (code: ExitCode) => void;
}

/** A file of `commands/`: adds arguments, options and the action to its command. */
export interface CommandModule {
  readonly define: (command: Command, context: Context) => void;
}

/** A command's line in the list: enough for `--help`, the rest is loaded when it is used. */
export interface CommandEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Called by programs; not in --help. */
  readonly hidden?: boolean;
  readonly load: () => Promise<CommandModule>;
}
