import { present } from '../envoy/present.ts';
import type { Evidence, Place, ResolvedEvidence } from '../evidence.ts';

/**
 * Evidence as a document shows it. Line, column and excerpt are there for evidence that decides something;
 * for the rest source and pointer tell where to look.
 */
export interface EvidenceRecord {
  readonly source: string;
  readonly pointer: string;
  /** What the source does not say: a path below the pointer, in Envoy's snake_case. */
  readonly absent?: string;
  /** Which of several concatenated documents of the source; absent for the first. */
  readonly document?: number;
  /** From 1, in the decompressed text. */
  readonly line?: number;
  readonly column?: number;
  readonly excerpt?: string;
  readonly note?: string;
}

/** Re-reads the range of a source that evidence points to. */
export type LookUp = (evidence: Evidence) => Promise<ResolvedEvidence>;

/** Evidence by its place alone. */
export function pointTo(evidence: Evidence): EvidenceRecord {
  const { place, path, note } = evidence;
  return { ...whereabouts(place, `${place.pointer}${path}`), ...(note === undefined ? {} : { note }) };
}

/** Evidence with line, column and excerpt. */
export async function lookedUp(evidence: Evidence, lookUp: LookUp): Promise<EvidenceRecord> {
  const { pointer, absent, line, column, excerpt } = await lookUp(evidence);
  return { ...pointTo(evidence), pointer, ...present({ absent, line, column, excerpt }) };
}

function whereabouts({ source, document = 0 }: Place, pointer: string): EvidenceRecord {
  return document === 0 ? { source, pointer } : { source, pointer, document };
}
