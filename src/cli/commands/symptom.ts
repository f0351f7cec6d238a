import type { Command } from 'commander';
import { symptomDocument } from '../../inspection/symptom-document.ts';
import { jsonText } from '../../report/document/json-text.ts';
import { symptomText } from '../../report/symptom/symptom-text.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { readMesh } from '../options/read-mesh.ts';
import { addSourceOptions, type SourceFlags } from '../options/sources.ts';
import { readSymptom } from '../options/symptom-argument.ts';
import { tellTime } from '../time-note.ts';
import { writeResult } from '../write.ts';

interface Flags extends SourceFlags, OutputFlags {}

/** Adds `symptom TEXT|@FILE [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command
    .argument('<text>', 'what was seen: a log line, response flags, a curl exit, an error; @FILE for a whole log')
    .argument('[sources...]', 'dumps of both ends: only causes that they allow are named');
  addSourceOptions(addOutputOptions(command, ['text', 'json']));
  addExamples(command, context, [
    ['symptom UC', 'what a response flag may mean'],
    ['symptom "curl: (56) Recv failure: Connection reset by peer" dumps/', 'which edges of the dumps end like this'],
    ['symptom 268435581', 'a number of OpenSSL'],
    ['symptom @access.log dumps/', 'which failures in a log are mTLS’s, and why'],
    ['symptom @- < access.log', 'the same from stdin'],
  ]);
  command.action((text: string, sources: readonly string[], flags: Flags) => run(text, sources, flags, context));
}

async function run(text: string, sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { groups, requests, log } = await readSymptom(text, context.streams);
  const inspected = sources.length === 0 ? undefined : await readMesh(sources, flags, context);
  if (inspected !== undefined) tellTime(inspected, context);
  const document = symptomDocument(groups, requests, inspected?.mesh);
  if (flags.output === 'json') return writeResult(context.streams, flags, [`${jsonText(document, 2)}\n`]);
  const page = pageOf(context.streams, flags);
  const asked = { name: context.name, sources, ...(log !== undefined && { log }) };
  const lines = await laidOut((measure) => symptomText(page(measure), document, asked).join('\n'));
  await writeResult(context.streams, flags, [`${lines}\n`]);
}
