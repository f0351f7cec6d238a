import type { Command } from 'commander';
import type { Context } from '../command.ts';
import { addFactOptions, type FactFlags } from '../options/facts.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, type OutputFlags } from '../options/output.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { readDuration } from '../options/time.ts';
import { printInspectionPages } from '../pages/print-inspection-pages.ts';

type Flags = SourceFlags & OutputFlags & FactFlags;

/** Adds `inspect [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command.argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH');
  addFactOptions(command);
  addSourceOptions(addOutputOptions(command, ['table', 'json', 'yaml']));
  addExamples(command, context, [
    ['inspect web.json', 'who this proxy is, what it accepts, and its certificates'],
    ['inspect sleep.json --fqdn web.demo.svc.cluster.local', 'what it sends to web, and to which endpoints'],
    ['inspect dumps/ --show modes --port 8080', 'what every server accepts on its port 8080'],
    ['inspect dumps/ --expiring 7d -o json', 'all of it, with notes on certificates that run out within a week'],
  ]);
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  const expiring = readDuration(flags.expiring, '--expiring');
  if (isWhole(flags)) {
    await printInspectionPages(sources, flags, expiring, context);
    return;
  }
  const { printFacts } = await import('../print-facts.ts');
  await printFacts(sources, flags, expiring, context);
}

/** Everything there is, as JSON: the largest of all documents. */
function isWhole({ output, show, proxy, port, fqdn, direction, subset }: Flags): boolean {
  return output === 'json' && [show, proxy, port, fqdn, direction, subset].every((flag) => flag === undefined);
}
