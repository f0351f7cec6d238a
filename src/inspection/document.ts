import type { EdgeRecord } from './edge-record.ts';
import type { ClusterRecord, EndpointsRecord } from './cluster-record.ts';
import type { ListenerRecord } from './listener-record.ts';
import type { ModeRecord } from './mode-record.ts';
import type { NoteRecord } from './note-record.ts';
import type { ProxyRecord } from './proxy-record.ts';
import type { HeaderRecord, InspectionRecord, ProblemRecord, SourceRecord } from './records.ts';
import type { SecretRecord } from './secret-record.ts';

type Without<Record> = Omit<Record, 'kind'>;

/** A proxy with the records that follow it. */
export interface ProxyDocument extends Without<ProxyRecord> {
  readonly listeners: readonly Without<ListenerRecord>[];
  readonly clusters: readonly Without<ClusterRecord>[];
  readonly endpoints: readonly Without<EndpointsRecord>[];
  readonly secrets: readonly Without<SecretRecord>[];
  readonly modes: readonly Without<ModeRecord>[];
}

/** The records collected: what `-o json` prints, described by `schema/inspection.schema.json`. */
export interface InspectionDocument extends Without<HeaderRecord> {
  readonly sources: readonly Without<SourceRecord>[];
  readonly problems: readonly Without<ProblemRecord>[];
  readonly proxies: readonly ProxyDocument[];
  readonly edges: readonly Without<EdgeRecord>[];
  readonly notes: readonly Without<NoteRecord>[];
}

/** Lists of the document, in order, and the kind of record each holds. */
export const lists = {
  sources: 'source',
  problems: 'problem',
  proxies: 'proxy',
  edges: 'edge',
  notes: 'note',
} as const;

/** Lists of a proxy, likewise. */
export const proxyLists = {
  listeners: 'listener',
  clusters: 'cluster',
  endpoints: 'endpoints',
  secrets: 'secret',
  modes: 'mode',
} as const satisfies Record<string, InspectionRecord['kind']>;
