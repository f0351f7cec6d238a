import { Option, type Command } from 'commander';
import { readDocuments, shownValue } from '../../input/documents.ts';
import type { JsonValue } from '../../input/model.ts';
import type { Inspected } from '../../inspect.ts';
import { findByPath } from '../../query/json-path.ts';
import { printable } from '../../printable.ts';
import { jsonText } from '../../report/document/json-text.ts';
import type { Context } from '../command.ts';
import { notice } from '../notice.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, type OutputFlags } from '../options/output.ts';
import { readMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { wholeInspection } from '../whole-inspection.ts';
import { writeResult } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags {
  readonly over: 'dumps' | 'inspection';
}

/** A value that was found, and where. */
interface Found {
  readonly source: string;
  readonly pointer: string;
  /** Which of several documents in the source, from 1; absent for the first. */
  readonly document?: number;
  readonly line?: number;
  readonly column?: number;
  readonly value: JsonValue;
}

/** Adds `query JSONPATH [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  const over = new Option('--over <what>', 'the dumps as they are, or the document that inspect and edges print');
  command
    .argument('<jsonpath>', "what to look for: '$..transport_socket', '$.configs[*].dynamic_listeners[*].name'")
    .argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH')
    .addOption(over.choices(['dumps', 'inspection']).default('dumps'));
  addSourceOptions(addOutputOptions(command, ['text', 'json']));
  addExamples(command, context, [
    ["query '$..require_client_certificate' web.json", 'each place where a client certificate is demanded, or not'],
    ["query '$.configs[*].dynamic_listeners[*].name' web.json -o json", 'names of listeners, for a program'],
    ["query '$.edges[*].outcome' --over inspection dumps/", 'in the document that edges -o json prints'],
  ]);
  command.action((path: string, sources: readonly string[], flags: Flags) => run(path, sources, flags, context));
}

async function run(path: string, sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  // Refuse a wrong path before anything is read.
  findByPath(path, []);
  const inspected = await readMesh(sources, flags, context, { digests: false });
  const found = flags.over === 'dumps' ? inDumps(path, inspected) : inInspection(path, inspected);
  let count = 0;
  const pieces = async function* (): AsyncGenerator<string> {
    for await (const each of found) {
      yield flags.output === 'json' ? `${count === 0 ? '[' : ','}\n  ${jsonText(each)}` : describe(each);
      count += 1;
    }
    if (flags.output === 'json') yield count === 0 ? '[]\n' : '\n]\n';
  };
  await writeResult(context.streams, flags, pieces());
  if (count === 0)
    notice(context.streams, 'nothing is at this path; keys are spelled as in the dump (snake_case or camelCase)');
}

async function* inDumps(path: string, { dumps, texts, locate }: Inspected): AsyncGenerator<Found> {
  for (const source of new Set(dumps.map((dump) => dump.source))) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time, so that memory does not grow with their number
    const documents = await readDocuments(texts, source);
    for (const [document, value] of documents.entries()) {
      for (const match of findByPath(path, value)) {
        // oxlint-disable-next-line no-await-in-loop -- in the order of the output
        const { line, column } = await locate({ place: { source, pointer: '', document }, path: match.pointer });
        const which = document === 0 ? {} : { document: document + 1 };
        yield { source, ...which, pointer: match.pointer, line, column, value: shownValue(match.value, match.pointer) };
      }
    }
  }
}

async function* inInspection(path: string, inspected: Inspected): AsyncGenerator<Found> {
  const document = await wholeInspection(inspected);
  for (const { pointer, value } of findByPath(path, document)) yield { source: 'inspection', pointer, value };
}

function describe({ source, document, pointer, line, column, value }: Found): string {
  const place = line === undefined ? source : `${source}:${line}:${column ?? 1}`;
  const which = document === undefined ? '' : ` (document ${document})`;
  return `${printable(`${place}${which}  ${pointer === '' ? '/' : pointer}`)}\n${jsonText(value, 2)}\n`;
}
