import type { Command } from 'commander';
import { printable } from '../../printable.ts';
import type { Context } from '../command.ts';
import { commands } from '../commands.ts';
import { writeAll } from '../write.ts';
import { candidates } from '../completion/candidates.ts';

/** Adds `complete -- WORDS…`, which the scripts of `completion` call: a word and what it is, per line. */
export function define(command: Command, context: Context): void {
  command.argument('[words...]', 'what was typed so far').action(async (words: readonly string[]) => {
    const found = await candidates(words, commands, context);
    await writeAll(
      context.streams.stdout,
      found.map(({ word, says }) => `${printable(word)}\t${printable(says)}\n`),
    );
  });
}
