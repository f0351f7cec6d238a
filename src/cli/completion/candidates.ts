/** What may stand where a person is typing: commands, options and their values, names from the dumps in reach. */
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { sourceArgument } from '../../input/argument.ts';
import { inspect } from '../../inspect.ts';
import { sourcesInReach } from './in-reach.ts';
import type { CommandEntry, Context } from '../command.ts';

/** A word, and what it is in a few words. */
export interface Candidate {
  readonly word: string;
  readonly says: string;
}

/** Candidates for the last of the words; none: let the shell complete files. */
export async function candidates(
  words: readonly string[],
  entries: readonly CommandEntry[],
  context: Context,
): Promise<readonly Candidate[]> {
  const [name = '', ...rest] = words;
  const typed = words.at(-1) ?? '';
  if (words.length <= 1)
    return starting(
      typed,
      entries.filter(({ hidden }) => hidden !== true).map((entry) => ({ word: entry.name, says: entry.summary })),
    );
  const entry = entries.find((each) => each.name === name || each.aliases?.includes(name));
  if (entry === undefined) return [];
  const command = new Command(entry.name);
  (await entry.load()).define(command, context);
  const before = rest.at(-2) ?? '';
  const option = command.options.find(({ short, long }) => before !== '' && (short === before || long === before));
  if (option?.argChoices !== undefined)
    return starting(
      typed,
      option.argChoices.map((word) => ({ word, says: option.description })),
    );
  if (typed.startsWith('-')) {
    return starting(
      typed,
      command.options.flatMap(({ long, description }) => (long ? [{ word: long, says: description }] : [])),
    );
  }
  if (!command.registeredArguments.some((argument) => argument.name() === 'from')) return [];
  return starting(typed, await namesInReach(rest));
}

function starting(typed: string, all: readonly Candidate[]): readonly Candidate[] {
  return all.filter(({ word }) => word.startsWith(typed));
}

/** Workloads (for the client) or services (for what it calls), from the dumps in reach. */
async function namesInReach(words: readonly string[]): Promise<readonly Candidate[]> {
  const before = words.slice(0, -1);
  const ends = before.filter((word) => !word.startsWith('-') && !existsSync(word));
  const sources = sourcesInReach(before.filter((word) => existsSync(word)));
  if (ends.length > 1 || sources.length === 0) return [];
  const { mesh } = await inspect(
    sources.map((word) => sourceArgument(word)),
    { now: new Date(0) },
  );
  if (ends.length > 0)
    return mesh.directory.ports.map(({ host, port }) => ({ word: `${host}:${port}`, says: 'a service' }));
  return mesh.proxies.map(({ name, node }) => ({
    word: node.workload === '' ? name : node.workload,
    says: node.namespace === '' ? 'a proxy' : node.namespace,
  }));
}
