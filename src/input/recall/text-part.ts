import type { Place } from '../../evidence.ts';

/** The result has something else than whole names in it: it is no matter of filling in. */
export class NotFillable extends Error {}

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
}

/** Makes a text for these names and this place. */
type MakeText = (names: readonly string[], place: Place) => string;

/** How to make a text, and (`move`) how to make it where it moves to, should it differ there. */
interface TextPart {
  readonly make: MakeText;
  readonly move?: (made: unknown, ...to: Parameters<MakeText>) => string;
}

/**
 * How to make a string that has names in it; undefined where it has none. Throws `NotFillable` when there are only
 * pieces of a name.
 */
export function textPart(text: string, standIns: readonly StandIn[], mark: string): TextPart | undefined {
  if (!text.includes(mark)) return undefined;
  const gets: StandIn['get'][] = [];
  const between: string[] = [];
  let moves = false;
  let rest = text;
  while (rest.includes(mark)) {
    const at = rest.indexOf(mark);
    const found = standIns.find(({ inner }) => rest.startsWith(inner, at));
    if (found === undefined) throw new NotFillable(text);
    between.push(narrow(rest.slice(0, at)));
    gets.push(found.get);
    moves ||= found.moves;
    rest = rest.slice(at + found.inner.length);
  }
  const last = narrow(rest);
  const make: MakeText = (names, place) => {
    let made = '';
    for (let index = 0; index < gets.length; index += 1) {
      made += between[index] ?? '';
      made += gets[index]?.(names, place) ?? '';
    }
    return made + last;
  };
  return moves ? { make, move: (_, names, place) => make(names, place) } : { make };
}

/**
 * The same text in a byte for each character, where it has none beyond U+00FF: V8 keeps the pieces of a text with marks,
 * and all that is joined with them, in two.
 */
function narrow(text: string): string {
  return /[^\0-\xff]/.test(text) ? text : Buffer.from(text, 'latin1').toString('latin1');
}
