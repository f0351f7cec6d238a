/** What a report of a mesh says, whatever it is written in: gathered once, rendered by one format. */
import type { EdgeRecord } from '../../inspection/edge-record.ts';
import type { NoteRecord } from '../../inspection/note-record.ts';
import type { ProxyRecord } from '../../inspection/proxy-record.ts';
import type { HeaderRecord, ProblemRecord, SourceRecord } from '../../inspection/records.ts';
import type { Check } from '../explanation/account.ts';
import type { Changes } from './changes.ts';

export interface ReportContent {
  readonly header: HeaderRecord;
  readonly sources: readonly SourceRecord[];
  readonly problems: readonly ProblemRecord[];
  readonly proxies: readonly ProxyRecord[];
  readonly notes: readonly NoteRecord[];
  /** Every edge, the worst first; those that are explained have their walk and their excerpts. */
  readonly edges: readonly EdgeRecord[];
  /** Objects of `edges`: findings first, then others while there is room. */
  readonly explained: readonly EdgeRecord[];
  /** Findings that there was no room to explain. */
  readonly unexplained: number;
  /** How to see whether a fix of this edge worked. */
  readonly check: (edge: EdgeRecord) => Check | undefined;
  /** Where an earlier state was given. */
  readonly changes?: Changes;
}
