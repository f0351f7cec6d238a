import { present } from '../envoy/present.ts';
import type { RawDump, SourceProblem } from '../input/model.ts';
import { version } from '../version.ts';
import type { HeaderRecord, InspectionRecord, ProblemRecord, SourceRecord } from './records.ts';

/** What is told of a dump. */
type SourceDump = Omit<RawDump, 'resources'>;

/** What an inspection begins with, whatever follows. */
export interface Opening {
  readonly dumps: readonly SourceDump[];
  readonly problems: readonly SourceProblem[];
  readonly at: Date;
  readonly source: HeaderRecord['atFrom'];
}

/** The header, the sources and the problems. */
export function openingRecords({ dumps, problems, at, source }: Opening): InspectionRecord[] {
  const header: HeaderRecord = {
    kind: 'inspection',
    formatVersion: 1,
    tool: { name: 'mtlscope', version },
    at: at.toISOString(),
    atFrom: source,
  };
  return [header, ...dumps.map(sourceRecord), ...problems.map(problemRecord)];
}

function sourceRecord({ source, format, incomplete, digest }: SourceDump): SourceRecord {
  return present({ kind: 'source' as const, source, format, incomplete, digest });
}

function problemRecord({ kind: problem, ...rest }: SourceProblem): ProblemRecord {
  return { kind: 'problem', problem, ...rest };
}
