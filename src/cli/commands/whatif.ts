import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readCheckFile } from '../../check/check-file.ts';
import { runCheck } from '../../check/run-check.ts';
import { sourceArgument } from '../../input/argument.ts';
import { joinProxies } from '../../input/join.ts';
import { readSources } from '../../input/read-sources.ts';
import { predict } from '../../predict.ts';
import type { Context } from '../command.ts';
import { addSourceOptions, readMesh, type SourceFlags } from '../options/sources.ts';

interface Flags extends SourceFlags {
  readonly output: string;
  readonly check?: string;
}

/** Adds `whatif POLICIES.yaml [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  const { streams, finish } = context;
  addSourceOptions(command)
    .argument('<policies>', 'resources that would be applied: a file, a folder, -')
    .argument('[sources...]', 'dumps and the policies in force: files, folders, archives, -, NAME=PATH')
    .option('-o, --output <format>', 'json, or text for people', 'text')
    .option('--check <edges>', 'ask only about the edges of this check file')
    .action(async (policies: string, sources: readonly string[], flags: Flags) => {
      const inspected = await readMesh(sources, flags, context);
      const { dumps } = await readSources([sourceArgument(policies)]);
      const { mesh, doubts } = predict(inspected, joinProxies(dumps).objects);
      const file = flags.check ?? '';
      const expectations = readCheckFile(await readFile(file, 'utf8'), file);
      const results = expectations.map((each) => runCheck(mesh, each, { strictEvidence: false, doubts }));
      streams.stdout.write(`${JSON.stringify({ results }, undefined, 1)}\n`);
      if (results.some((result) => !result.ok)) finish(1);
    });
}
