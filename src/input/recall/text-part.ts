import type { Place } from '../../evidence.ts';
import type { Piece } from '../json/filling.ts';

/** The result has something else than whole names in it: it is no matter of filling in. */
export class NotFillable extends Error {}

/** A text that names and a place are filled in. */
export type TextStencil = readonly (Piece | { readonly source: true })[];

/** Stands for a name while something is learned. */
export interface StandIn {
  /** What stands in the name's place. */
  readonly text: string;
  /** The part of it that is not the same in all names. */
  readonly inner: string;
  /** Where a result moves, this is another. */
  readonly moves: boolean;
  /** What goes where that part was. */
  readonly get: (names: readonly string[], place: Place) => string;
  /** The same in a stencil. */
  readonly piece: TextStencil[number];
}

/** Makes a text for these names and this place. */
type MakeText = (names: readonly string[], place: Place) => string;

/** How to make a text, and (`move`) how to make it where it moves to, should it differ there. */
interface TextPart {
  readonly make: MakeText;
  readonly move?: (made: unknown, ...to: Parameters<MakeText>) => string;
  /** The same text, for names that are nowhere escaped. */
  readonly stencil: () => TextStencil;
}

/**
 * How to make a string that has names in it; undefined where it has none. Throws `NotFillable` when there are only
 * pieces of a name.
 */
export function textPart(text: string, standIns: readonly StandIn[], mark: string): TextPart | undefined {
  if (!text.includes(mark)) return undefined;
  const filled: StandIn[] = [];
  const between: string[] = [];
  let rest = text;
  while (rest.includes(mark)) {
    const at = rest.indexOf(mark);
    const found = standIns.find(({ inner }) => rest.startsWith(inner, at));
    if (found === undefined) throw new NotFillable(text);
    between.push(narrow(rest.slice(0, at)));
    filled.push(found);
    rest = rest.slice(at + found.inner.length);
  }
  const last = narrow(rest);
  const make: MakeText = (names, place) => {
    let made = '';
    for (let index = 0; index < filled.length; index += 1) {
      made += between[index] ?? '';
      made += filled[index]?.get(names, place) ?? '';
    }
    return made + last;
  };
  const stencil = (): TextStencil => [
    ...filled.flatMap(({ piece }, index) => [{ text: between[index] ?? '' }, piece]),
    { text: last },
  ];
  const moves = filled.some((standIn) => standIn.moves);
  return { make, stencil, ...(moves && { move: (_, names, place) => make(names, place) }) };
}

/**
 * The same text in a byte for each character, where it has none beyond U+00FF: V8 keeps the pieces of a text with marks,
 * and all that is joined with them, in two.
 */
function narrow(text: string): string {
  return /[^\0-\xff]/.test(text) ? text : Buffer.from(text, 'latin1').toString('latin1');
}
