import type { Inspected } from '../inspect.ts';
import { allParts, factRecords, noFilter } from '../inspection/fact-records.ts';
import { notesOf } from '../inspection/notes.ts';
import { openingRecords } from '../inspection/opening.ts';
import type { InspectionRecord } from '../inspection/records.ts';
import { jsonDocument } from '../report/document/json.ts';
import { judgedEdges } from './judged-edges.ts';

const thirtyDays = 30 * 86_400_000;

/** Everything there is to say of what was read, as the one document that all commands print parts of. */
export async function wholeInspection(inspected: Inspected): Promise<unknown> {
  let text = '';
  for await (const piece of jsonDocument(records(inspected))) text += piece;
  return JSON.parse(text);
}

function* records(inspected: Inspected): Generator<InspectionRecord> {
  const { mesh, dumps, problems, time } = inspected;
  yield* openingRecords({ dumps, problems, ...time });
  for (const proxy of mesh.proxies) yield* factRecords(proxy, allParts, noFilter);
  for (const { record } of judgedEdges(inspected, { strictEvidence: false })) yield record;
  yield* notesOf(mesh.proxies, time.at, thirtyDays);
}
