import type { SourceProblem } from '../input/model.ts';
import type { ClusterRecord, EndpointsRecord } from './cluster-record.ts';
import type { EdgeRecord } from './edge-record.ts';
import type { ListenerRecord } from './listener-record.ts';
import type { ModeRecord } from './mode-record.ts';
import type { NoteRecord } from './note-record.ts';
import type { ProxyRecord } from './proxy-record.ts';
import type { SecretRecord } from './secret-record.ts';

/** Opens every inspection: which tool wrote it, in which version of the format, and the time it judges at. */
export interface HeaderRecord {
  readonly kind: 'inspection';
  /** Of this format: a number is added to when something is taken away or changes its meaning. */
  readonly formatVersion: 1;
  readonly tool: { readonly name: 'mtlscope'; readonly version: string };
  /** When certificates are judged, RFC 3339, and where that time is from. */
  readonly at: string;
  readonly atFrom: 'given' | 'clock' | 'capture' | 'newest-update' | 'now';
}

/** One thing that was read. */
export interface SourceRecord {
  readonly kind: 'source';
  readonly source: string;
  readonly format: string;
  readonly incomplete: boolean;
  /** SHA-256 of the bytes as read, lower-case hex; not told by `inspect`. */
  readonly digest?: string;
}

/** Something that could not be used, or only in part. */
export interface ProblemRecord extends Omit<SourceProblem, 'kind'> {
  readonly kind: 'problem';
  readonly problem: SourceProblem['kind'];
}

/** Records of one proxy, which follow it. */
export type ProxyPartRecord = ListenerRecord | ClusterRecord | EndpointsRecord | SecretRecord | ModeRecord;

/**
 * An inspection is a stream of these, in this order: the header, sources, problems, each proxy followed by its
 * listeners, clusters, endpoints, secrets and modes, then edges and notes.
 */
export type InspectionRecord =
  | HeaderRecord
  | SourceRecord
  | ProblemRecord
  | ProxyRecord
  | ProxyPartRecord
  | EdgeRecord
  | NoteRecord;
