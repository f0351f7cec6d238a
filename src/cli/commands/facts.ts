import type { Command } from 'commander';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { printFactPages } from '../pages/print-fact-pages.ts';

/** Adds `facts [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command.argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH');
  addSourceOptions(command);
  addExamples(command, context, [
    ['facts dumps/ > facts.ndjson', 'what is read of these dumps, a line each'],
    ['edges facts-1.ndjson facts-2.ndjson', 'facts are sources like any other'],
    ['facts pod/sleep.demo | gzip > sleep.facts.gz', 'a proxy that runs, without its keys'],
  ]);
  command.action((sources: readonly string[], flags: SourceFlags) => printFactPages(sources, flags, context));
}
