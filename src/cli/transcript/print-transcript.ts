import { statSync } from 'node:fs';
import { Interned } from '../../envoy/intern.ts';
import type { Proxy } from '../../envoy/model.ts';
import { clusterRecord, endpointsRecord } from '../../inspection/cluster-record.ts';
import { factRecords, noFilter, allParts } from '../../inspection/fact-records.ts';
import { notesOf } from '../../inspection/notes.ts';
import type { DocumentRecord } from '../../report/document/json.ts';
import type { Context } from '../command.ts';
import type { OutputFlags } from '../options/output.ts';
import { readProxies, type InspectOptions, type ReadProxies } from '../../read-proxies.ts';
import type { SourceArgument } from '../../input/argument.ts';
import { readNamed, type SourceFlags } from '../options/sources.ts';
import { printInspection } from '../print-inspection.ts';
import { tellTime } from '../time-note.ts';
import { SpooledLines } from './lines.ts';
import { beginning, Transcript } from './transcript.ts';

/** Prints all facts as JSON, in memory that does not grow with the dump where only one dump is named. */
export async function printTranscript(
  sources: readonly string[],
  flags: SourceFlags & OutputFlags,
  expiring: number,
  context: Context,
): Promise<void> {
  const transcript = new Transcript(new Interned(), () => new SpooledLines());
  const read = (args: readonly SourceArgument[], options: InspectOptions): Promise<ReadProxies> =>
    readProxies(args, isOneFile(args) ? { ...options, whileReading: transcript } : options);
  const inspected = await readNamed(sources, flags, context, read);
  const { proxies } = inspected;
  tellTime(inspected, context);
  const records = function* (): Generator<DocumentRecord> {
    for (const proxy of proxies) {
      if (inspected.isTaken) yield* transcribed(proxy, transcript);
      else yield* factRecords(proxy, allParts, noFilter);
    }
    yield* notesOf(proxies, inspected.time.at, expiring);
  };
  await printInspection(inspected, records(), flags, context);
}

/** One dump as a rule; and what turns out to be more can be read again. */
function isOneFile([first, ...others]: readonly SourceArgument[]): boolean {
  if (first?.kind !== 'path' || others.length > 0) return false;
  return statSync(first.path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The records of a proxy, those that were written while they were read in their places (`factRecords`). */
function* transcribed(proxy: Proxy, transcript: Transcript): Generator<DocumentRecord> {
  const { name } = proxy;
  const untold = transcript.untold(proxy);
  const begin = { kind: 'written', beginning: beginning(name) } as const;
  yield* factRecords(proxy, new Set(['listeners'] as const), noFilter);
  yield { ...begin, list: 'clusters', lines: transcript.clusters.pieces() };
  for (const cluster of untold) yield clusterRecord(name, cluster);
  yield { ...begin, list: 'endpoints', lines: transcript.endpoints.pieces() };
  for (const group of proxy.endpoints) yield endpointsRecord(name, group);
  yield { ...begin, list: 'endpoints', lines: transcript.ownEndpoints.pieces() };
  for (const { loadAssignment } of untold) {
    if (loadAssignment !== undefined) yield endpointsRecord(name, loadAssignment);
  }
  for (const record of factRecords(proxy, new Set(['secrets', 'modes'] as const), noFilter)) {
    if (record.kind !== 'proxy') yield record;
  }
}
