/** What changed since an earlier state, as a report shows it: places looked up, and no more than can be read. */
import type { EvidenceRecord } from '../../inspection/evidence-record.ts';
import type { SourceRecord } from '../../inspection/records.ts';
import type { EdgeChange } from '../../compare/model.ts';
import type { EndpointVerdict } from '../../verdict/model.ts';

/** One thing in the configuration that differs, with what stands there on both sides. */
export interface ChangeReason {
  /** One sentence without a full stop. */
  readonly text: string;
  readonly before: readonly EvidenceRecord[];
  readonly after: readonly EvidenceRecord[];
}

type State = Pick<EndpointVerdict, 'outcome' | 'because'>;

/** An edge whose meaning changed. */
export interface ChangedEdge extends Pick<EdgeChange, 'change' | 'from' | 'to' | 'endpoint' | 'facets' | 'direction'> {
  readonly before: State | null;
  readonly after: State | null;
  readonly because: readonly ChangeReason[];
}

export interface Changes {
  readonly sources: readonly SourceRecord[];
  /** Those that got worse first. */
  readonly edges: readonly ChangedEdge[];
  /** Changed edges beyond those. */
  readonly more: number;
}
