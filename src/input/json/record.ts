import type { JsonValue } from '../model.ts';
import type { Shape } from './shape.ts';

/** A value that a plan asked for, with its place. */
export interface JsonRecord {
  /** The plan's name for it. */
  readonly emit: string;
  /** What the plan keeps of it, equal to what `JSON.parse` gives. */
  readonly value: JsonValue;
  /** RFC 6901 pointer within its document. */
  readonly pointer: string;
  /** Which of several concatenated documents, from 0; a leading bare number (`200`) is none. */
  readonly document: number;
  /** Byte offsets [start, end) of the whole value in all that was fed. */
  readonly start: number;
  readonly end: number;
  /** Where the plan has opaque strings: what records that differ in them only have in common … */
  readonly shape?: Shape;
  /** … and those strings, in the order of the source. */
  readonly names?: readonly string[];
}

/** Receives records in the order in which they are complete: what is inside before what is around it. */
export type Deliver = (record: JsonRecord) => void;
