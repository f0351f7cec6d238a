/** What a comparison brings to light. `because` points into both sides; everything else is in words and numbers. */
import type { Evidence } from '../evidence.ts';
import type { EndpointVerdict, Peer, Symptom } from '../verdict/model.ts';
import type { Direction } from './changed-facets.ts';
import type { Facet, Meaning } from './meaning.ts';

/** One thing in the configuration that differs, and where it stands on both sides. */
export interface ConfigChange {
  /** One sentence without a full stop. */
  readonly text: string;
  readonly before: readonly Evidence[];
  readonly after: readonly Evidence[];
}

/** What was said of an endpoint on one side. */
export interface EdgeState extends Omit<Meaning, 'symptom'> {
  readonly symptom?: Symptom;
  /** `ip:port` on this side, where a connection got that far. */
  readonly endpoint?: string;
  readonly server?: Peer;
  /** One sentence: the verdict in plain words. */
  readonly because: string;
  readonly causes: EndpointVerdict['causes'];
}

/** An edge whose meaning changed. */
export interface EdgeChange {
  readonly change: 'changed' | 'added' | 'removed';
  readonly from: Peer;
  /** Canonical `host:port`. */
  readonly to: string;
  /** `ip:port` after, or before where it is no more. */
  readonly endpoint?: string;
  readonly before: EdgeState | null;
  readonly after: EdgeState | null;
  /** What differs; empty for edges that are on one side only. */
  readonly facets: readonly Facet[];
  readonly direction: Direction;
  /** How many replicas of the client it is true of. */
  readonly replicas: number;
  /** What in the configuration did it, the deciding first. */
  readonly because: readonly ConfigChange[];
}
