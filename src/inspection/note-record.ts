import type { EvidenceRecord } from './evidence-record.ts';

/** Something worth saying about a proxy that belongs to no single edge. */
export interface NoteRecord {
  readonly kind: 'note';
  readonly code: 'rejected-update' | 'warming-update' | 'stale-dumps' | 'certificate-expiring' | 'certificate-expired';
  readonly proxy: string;
  readonly text: string;
  readonly evidence: readonly EvidenceRecord[];
}
