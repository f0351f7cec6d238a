import type { Command } from 'commander';
import type { Proxy } from '../../envoy/model.ts';
import type { Inspected } from '../../inspect.ts';
import { allParts, factRecords } from '../../inspection/fact-records.ts';
import { notesOf } from '../../inspection/notes.ts';
import type { InspectionRecord } from '../../inspection/records.ts';
import { factReport } from '../../report/facts/facts.ts';
import { laidOut } from '../../report/text/measure.ts';
import type { Context } from '../command.ts';
import { addFactOptions, factFilter, shownParts, type FactFlags } from '../options/facts.ts';
import { addExamples } from '../options/examples.ts';
import { addOutputOptions, pageOf, type OutputFlags } from '../options/output.ts';
import { addSourceOptions, readMesh, type SourceFlags } from '../options/sources.ts';
import { readDuration } from '../options/time.ts';
import { printInspection } from '../print-inspection.ts';
import { resolveClients } from '../resolve.ts';
import { tellTime } from '../time-note.ts';
import { printTranscript } from '../transcript/print-transcript.ts';
import { writeResult } from '../write.ts';

type Flags = SourceFlags & OutputFlags & FactFlags;

/** Adds `inspect [SOURCES…]`. */
export function define(command: Command, context: Context): void {
  command.argument('[sources...]', 'dumps: files, folders, archives, -, NAME=PATH');
  addFactOptions(command);
  addSourceOptions(addOutputOptions(command, ['table', 'json', 'yaml']));
  addExamples(command, context, [
    ['inspect web.json', 'who this proxy is, what it accepts, and its certificates'],
    ['inspect sleep.json --fqdn web.demo.svc.cluster.local', 'what it sends to web, and to which endpoints'],
    ['inspect dumps/ --show modes --port 8080', 'what every server accepts on its port 8080'],
    ['inspect dumps/ --expiring 7d -o json', 'all of it, with notes on certificates that run out within a week'],
  ]);
  command.action((sources: readonly string[], flags: Flags) => run(sources, flags, context));
}

async function run(sources: readonly string[], flags: Flags, context: Context): Promise<void> {
  const expiring = readDuration(flags.expiring, '--expiring');
  const filter = factFilter(flags);
  const forPeople = flags.output === 'table';
  if (isWhole(flags)) {
    await printTranscript(sources, flags, expiring, context);
    return;
  }
  const parts = forPeople || flags.show !== undefined ? shownParts(flags) : allParts;
  const inspected = await readMesh(sources, flags, context);
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

/** Everything there is, as JSON: the largest of all documents. */
function isWhole({ output, show, proxy, port, fqdn, direction, subset }: Flags): boolean {
  return output === 'json' && [show, proxy, port, fqdn, direction, subset].every((flag) => flag === undefined);
}

function chosen({ mesh }: Inspected, name: string | undefined): readonly Proxy[] {
  if (name === undefined) return mesh.proxies;
  return resolveClients(mesh, name).filter((proxy) => proxy !== undefined);
}
