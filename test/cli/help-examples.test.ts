import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { run } from '../run.ts';

const shown = commands.filter(({ hidden }) => hidden !== true);

describe('the examples in the help of each command', () => {
  it.each(shown)('are there, and are words that it takes: $name', async ({ name }) => {
    const { stdout } = await run([name, '--help'], { columns: 400 });
    const [, told = ''] = stdout.split('\nExamples:\n');
    const examples = told.split('\n').flatMap((line) => /^ {2}mtlscope (\S.*)$/u.exec(line)?.[1] ?? []);
    expect(examples.map((example) => example.split(' ')[0])).toContain(name);
    expect(await Promise.all(examples.map(unknownIn))).toEqual(examples.map(() => []));
  });
});

/** The options of an example that its command, which may be another one, does not know. */
async function unknownIn(example: string): Promise<readonly string[]> {
  const [called = '', ...words] = example.replace(/ [|>].*$/u, '').split(' ');
  const command = new Command(called);
  const entry = commands.find(({ name, aliases }) => name === called || aliases?.includes(called));
  (await entry?.load())?.define(command, context);
  return entry === undefined ? [called] : command.parseOptions(words).unknown;
}

const context = {
  streams: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} },
  name: 'mtlscope',
  now: () => new Date(0),
  finish: () => undefined,
};
