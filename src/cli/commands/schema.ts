import { Argument, type Command } from 'commander';
import { buffer } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import check from '../../../schema/check.schema.json' with { type: 'json' };
import diff from '../../../schema/diff.schema.json' with { type: 'json' };
import facts from '../../../schema/facts.schema.json' with { type: 'json' };
import inspection from '../../../schema/inspection.schema.json' with { type: 'json' };
import symptom from '../../../schema/symptom.schema.json' with { type: 'json' };
import { InputError } from '../../errors.ts';
import { jsonText } from '../../report/document/json-text.ts';
import { addExamples } from '../options/examples.ts';
import type { Context } from '../command.ts';
import { notice } from '../notice.ts';
import { writeAll } from '../write.ts';

const schemas = { inspection, check, diff, facts, symptom };
type Name = keyof typeof schemas;

/** Adds `schema [NAME]`. */
export function define(command: Command, context: Context): void {
  addExamples(command, context, [
    ['schema', 'of what inspect, edges and explain print as JSON'],
    ['schema --check edges.json', 'whether a document is as it should be'],
  ]);
  command
    .addArgument(new Argument('[name]', 'which document').choices(Object.keys(schemas)).default('inspection'))
    .option('--check <file>', 'instead of printing the schema, hold a JSON document (- for stdin) against it')
    .action((name: Name, { check: file }: { readonly check?: string }) =>
      file === undefined ? print(name, context) : validate(name, file, context),
    );
}

async function print(name: Name, { streams }: Context): Promise<void> {
  await writeAll(streams.stdout, [`${jsonText(schemas[name], 2)}\n`]);
}

/** Says each violation on stdout, with its place. */
async function validate(name: Name, file: string, { streams, finish }: Context): Promise<void> {
  const document = parse(await read(file, streams.stdin), file);
  const { violations } = await import('../../generated/validators.js');
  const found = violations(name, document);
  if (found.length === 0) {
    notice(streams, `${file} is as schema/${name}.schema.json says`);
    return;
  }
  finish(1);
  const lines = found.map(({ instancePath, message }) => `${instancePath || '/'}: ${message ?? 'wrong'}\n`);
  await writeAll(streams.stdout, new Set(lines));
}

async function read(file: string, stdin: Context['streams']['stdin']): Promise<string> {
  try {
    return (file === '-' ? await buffer(stdin) : await readFile(file)).toString('utf8');
  } catch {
    throw new InputError({
      what: 'this document cannot be read',
      where: file,
      todo: 'Name a JSON file, or - for stdin.',
    });
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : 'this is not JSON';
    throw new InputError({ what, where: file, todo: 'Name a document that was printed with -o json.' });
  }
}
