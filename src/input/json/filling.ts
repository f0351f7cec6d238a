/**
 * Texts that are filled in for records, without making strings of these: a dump has tens of thousands of records that
 * are told in the same way, and differ in their pointer and their names only.
 */
import type { Shape } from './shape.ts';

/** A text of a record: what stands there always, the record's pointer, or one of its names from some character on. */
export type Stencil = readonly Piece[];

export type Piece =
  | { readonly text: string }
  | { readonly pointer: true }
  | { readonly name: number; readonly from: number };

/** What is filled in for the records of a shape that are items of a list. They are not delivered. */
export interface Filling {
  readonly text: Stencil;
  /** What `into` gets beside each text; no longer than that. */
  readonly aside: Stencil;
  /** What tells them apart from others; only where `into.take` wants to know. */
  readonly key?: Stencil;
  /** Which of the names tells of a moment, for `into`; a record whose moment is in another form is delivered. */
  readonly moment?: number;
  readonly into: TextTaker;
}

/** Where texts go. */
export interface TextTaker {
  /** The latest moment so far, in the form that Envoy prints, whose order is that of its letters. */
  readonly latest: () => string;
  /** Takes the texts of some records, in their order. */
  readonly take: (filled: FilledTexts) => void;
}

/** Texts of records, one after the other. */
export interface FilledTexts {
  /** They stand here, from `start` to `end`, until others are filled in. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** What was written beside them, one after the other; valid as long. */
  readonly aside: Uint8Array;
  /** Of each the two halves of its key's hash (`kernel/hash.ts`), where it has a key. */
  readonly hashes: Int32Array;
  /** The latest moment, now that of these is known. */
  readonly latest: string;
}

/** How to fill in what is an item of a list, at a pointer; undefined where it is to be delivered. */
export type FillingOf = (shape: Shape, list: string) => Filling | undefined;
