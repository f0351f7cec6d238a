import type { Command } from 'commander';
import type { Context } from '../command.ts';

/** Adds examples to a command's help: what to type after the program's name, and what comes of it. */
export function addExamples(
  command: Command,
  { name }: Context,
  examples: readonly (readonly [words: string, says: string])[],
): Command {
  const lines = examples.map(([words, says]) => `  ${name} ${words}\n      ${says}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
