import { openingRecords } from '../inspection/opening.ts';
import type { ReadProxies } from '../read-proxies.ts';
import { jsonDocument, type TextRecord } from '../report/document/json.ts';
import type { Context } from './command.ts';
import type { OutputFlags } from './options/output.ts';
import { writeResult } from './write.ts';

/** Prints an inspection as one JSON or YAML document: its opening, then the records that are given. */
export async function printInspection(
  { dumps, problems, time }: ReadProxies,
  records: Iterable<TextRecord>,
  flags: OutputFlags,
  { streams }: Context,
): Promise<void> {
  const document = jsonDocument(chain(openingRecords({ dumps, problems, ...time }), records));
  if (flags.output === 'json') {
    await writeResult(streams, flags, document);
    return;
  }
  const { yamlText } = await import('../report/document/yaml.ts');
  let text = '';
  for await (const piece of document) text += piece;
  await writeResult(streams, flags, [yamlText(JSON.parse(text))]);
}

function* chain(first: Iterable<TextRecord>, second: Iterable<TextRecord>): Generator<TextRecord> {
  yield* first;
  yield* second;
}
