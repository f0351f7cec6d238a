import type { SourceArgument } from '../../../src/input/argument.ts';
import { factLines } from '../../../src/envoy/fact-lines.ts';
import { resourcePlan } from '../../../src/envoy/projection.ts';
import { joinProxies } from '../../../src/input/join.ts';
import { readSources } from '../../../src/input/read-sources.ts';
import { allParts, factRecords, noFilter } from '../../../src/inspection/fact-records.ts';
import { notesOf } from '../../../src/inspection/notes.ts';
import { openingRecords } from '../../../src/inspection/opening.ts';
import type { InspectionRecord } from '../../../src/inspection/records.ts';
import { readProxies } from '../../../src/read-proxies.ts';
import { jsonText } from '../../../src/report/document/json-text.ts';
import { jsonDocument } from '../../../src/report/document/json.ts';

const thirtyDays = 30 * 86_400_000;

function argumentsOf(paths: readonly string[]): readonly SourceArgument[] {
  return paths.map((path) => ({ kind: 'path', path }));
}

/** What `inspect -o json` prints of these, made of records: everything in memory, then written. */
export async function documentByRecords(paths: readonly string[], now: Date): Promise<string> {
  const { dumps, problems, time, proxies } = await readProxies(argumentsOf(paths), { now, digests: false });
  const records = function* (): Generator<InspectionRecord> {
    yield* openingRecords({ dumps, problems, ...time });
    for (const proxy of proxies) yield* factRecords(proxy, allParts, noFilter);
    yield* notesOf(proxies, time.at, thirtyDays);
  };
  let text = '';
  for await (const piece of jsonDocument(records())) text += piece;
  return text;
}

/** What `facts` prints of these, with all of them in memory. */
export async function factsByRecords(paths: readonly string[]): Promise<string> {
  const { dumps } = await readSources(argumentsOf(paths), { resource: resourcePlan });
  const lines = joinProxies(dumps).proxies.flatMap((proxy) => [...factLines(proxy)]);
  return lines.map((line) => `${jsonText(line)}\n`).join('');
}
