import { Argument, type Command } from 'commander';
import type { Context } from '../command.ts';
import { completionScript, shells, type Shell } from '../completion/scripts.ts';

/** Adds `completion SHELL`. */
export function define(command: Command, { streams, name }: Context): void {
  command
    .addArgument(new Argument('<shell>', 'the shell to complete in').choices(shells))
    .action((shell: Shell) => void streams.stdout.write(completionScript(shell, name.split(' ').at(-1) ?? name)));
}
