import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readCheckFile } from '../../check/check-file.ts';
import { runCheck, type CheckResult } from '../../check/run-check.ts';
import { InputError } from '../../errors.ts';
import { sourceArgument } from '../../input/argument.ts';
import { inspect } from '../../inspect.ts';
import { printable } from '../../printable.ts';
import type { Context } from '../command.ts';

interface Flags {
  readonly output: string;
  readonly at?: string;
  readonly strictEvidence: boolean;
}

/** Adds `check EDGES.yaml [SOURCES…]`. */
export function define(command: Command, { streams, finish }: Context): void {
  command
    .argument('<edges>', 'expectations, as YAML')
    .argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH')
    .option('-o, --output <format>', 'json, or text for people', 'text')
    .option('--at <time>', 'judge certificates at this time (RFC 3339)')
    .option('--strict-evidence', 'call a handshake undecided where certificates were not seen', false)
    .action(async (file: string, sources: readonly string[], flags: Flags) => {
      const expectations = readCheckFile(await read(file), file);
      const at = flags.at === undefined ? {} : { at: new Date(flags.at) };
      const { mesh } = await inspect(
        sources.map((word) => sourceArgument(word)),
        { now: new Date(), ...at },
      );
      const options = { strictEvidence: flags.strictEvidence };
      const results = expectations.map((expectation) => runCheck(mesh, expectation, options));
      streams.stdout.write(flags.output === 'json' ? `${JSON.stringify({ results }, undefined, 1)}\n` : table(results));
      if (results.some((result) => !result.ok)) finish(1);
    });
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new InputError({
      what: 'this check file cannot be read',
      where: file,
      todo: 'name a file with a list `edges:`',
    });
  }
}

function table(results: readonly CheckResult[]): string {
  const lines = results.map(({ ok, id, from, to, expect, outcome, because }) => {
    const verdict = ok ? `✓ ${outcome}` : `✗ ${outcome}, expected ${expect.join(' or ')}: ${because}`;
    return printable(`${id}  ${from} → ${to}  ${verdict}`);
  });
  const failed = results.filter((result) => !result.ok).length;
  return `${[...lines, `${results.length - failed} as expected, ${failed} not`].join('\n')}\n`;
}
