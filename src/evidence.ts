/**
 * Where a fact stands: the words every layer uses to point back at what was read.
 * Facts carry a `Place` (cheap, shared by all fields of one resource); only the evidence that decides
 * a verdict is resolved to a line, a column and an excerpt, by re-reading that range of its source.
 */

/** Identifies one thing that was read; unique within a run, stable between runs, never an absolute path. */
export type SourceId = string;

/** A resource (a cluster, a listener, a secret, a policy document …) inside a source. */
export interface Place {
  readonly source: SourceId;
  /** RFC 6901 pointer of the resource within its document, as spelled in the source. */
  readonly pointer: string;
  /** Which of several concatenated documents of the source; 0 for the first. */
  readonly document?: number;
  /**
   * Byte offsets, [start, end) in the decompressed source, of the entry that holds the resource, where the reader
   * knows them; the first `depth` tokens of `pointer` lead to that entry.
   */
  readonly start?: number;
  readonly end?: number;
  readonly depth?: number;
}

/**
 * One thing a source says. `path` is a pointer relative to `place`, written in Envoy's snake_case;
 * resolving accepts the camelCase spelling as well and reports the pointer as it really is.
 */
export interface Evidence {
  readonly place: Place;
  readonly path: string;
  /** Why this is shown, in a few words ("the cluster has no transport socket"). */
  readonly note?: string;
}

/** Evidence that was looked up in its source. Lines and columns count from 1 in the decompressed text. */
export interface ResolvedEvidence {
  readonly source: SourceId;
  readonly pointer: string;
  /** What the source does not say: the rest of the path, below `pointer`, in Envoy's snake_case. */
  readonly absent?: string;
  readonly line: number;
  readonly column: number;
  /** A few lines of the source, secrets masked; a pretty-printed piece where the source is one long line. */
  readonly excerpt: string;
  readonly note?: string;
}

/** Evidence for `path` below `place`. */
export function evidence(place: Place, path = '', note?: string): Evidence {
  return note === undefined ? { place, path } : { place, path, note };
}
