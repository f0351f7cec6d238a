import type { Proxy } from '../envoy/model.ts';
import type { Inspected } from '../inspect.ts';
import { allParts, factRecords } from '../inspection/fact-records.ts';
import { notesOf } from '../inspection/notes.ts';
import type { InspectionRecord } from '../inspection/records.ts';
import { factReport } from '../report/facts/facts.ts';
import { laidOut } from '../report/text/measure.ts';
import type { Context } from './command.ts';
import { factFilter, shownParts, type FactFlags } from './options/facts.ts';
import { pageOf, type OutputFlags } from './options/output.ts';
import { readMesh } from './options/read-mesh.ts';
import type { SourceFlags } from './options/sources.ts';
import { printInspection } from './print-inspection.ts';
import { resolveClients } from './resolve.ts';
import { tellTime } from './time-note.ts';
import { writeResult } from './write.ts';

/** Prints the facts that are asked for: as tables, or as a document. */
export async function printFacts(
  sources: readonly string[],
  flags: SourceFlags & OutputFlags & FactFlags,
  expiring: number,
  context: Context,
): Promise<void> {
  const filter = factFilter(flags);
  const forPeople = flags.output === 'table';
  const parts = forPeople || flags.show !== undefined ? shownParts(flags) : allParts;
  const inspected = await readMesh(sources, flags, context, { digests: false });
  const proxies = chosen(inspected, flags.proxy);
  tellTime(inspected, context);
  const records = function* (): Generator<InspectionRecord> {
    for (const proxy of proxies) yield* factRecords(proxy, parts, filter);
    yield* notesOf(proxies, inspected.time.at, expiring);
  };
  if (!forPeople) {
    await printInspection(inspected, records(), flags, context);
    return;
  }
  const page = pageOf(context.streams, flags);
  const text = await laidOut((measure) => factReport(page(measure), [...records()]).join('\n'));
  await writeResult(context.streams, flags, [`${text}\n`]);
}

function chosen({ mesh }: Inspected, name: string | undefined): readonly Proxy[] {
  if (name === undefined) return mesh.proxies;
  return resolveClients(mesh, name).filter((proxy) => proxy !== undefined);
}
