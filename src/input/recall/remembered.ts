import type { Place } from '../../evidence.ts';
import type { Shape } from '../json/shape.ts';
import type { Maker } from './stand-ins.ts';

/** So many results are remembered for each list and shape; a mesh has fewer services, and a dump that has more has them once. */
const most = 1 << 16;

/**
 * Makes results as `maker` does, and remembers them: the proxies of a mesh know the same services, so that nearly all
 * of what their dumps hold was in one before. What is the same is then one object, and only what tells the place and
 * the moment is made anew.
 */
export function remembering<T extends { readonly place: Place }>(
  { varying }: Shape,
  maker: Maker<T>,
): (names: readonly string[], place: Place) => T {
  const known = new Map<string, Remembered<T>>();
  /** What was told last. Proxies list services in the same order as a rule, so that what came after it comes again. */
  let last: Remembered<T> | undefined;
  return (names, place) => {
    const guess = last?.next;
    const found =
      guess !== undefined && areAlike(names, guess.names, varying) ? guess : known.get(keyOf(names, varying));
    if (found === undefined) {
      const made = maker.make(names, place);
      if (known.size < most)
        known.set(keyOf(names, varying), (last = following(last, { names, made, next: undefined })));
      return made;
    }
    last = following(last, found);
    return maker.move(found.made, names, withTextOf(place, found.made.place));
  };
}

/** A result, the names it was made of, and the one that was told after it the last time. */
interface Remembered<T> {
  readonly names: readonly string[];
  readonly made: T;
  next: Remembered<T> | undefined;
}

function following<T>(last: Remembered<T> | undefined, next: Remembered<T>): Remembered<T> {
  if (last !== undefined) last.next = next;
  return next;
}

function areAlike(names: readonly string[], others: readonly string[], varying: ReadonlySet<number>): boolean {
  for (let index = 0; index < names.length; index += 1)
    if (names[index] !== others[index] && !varying.has(index)) return false;
  return true;
}

function keyOf(names: readonly string[], varying: ReadonlySet<number>): string {
  let key = '';
  for (let index = 0; index < names.length; index += 1) if (!varying.has(index)) key += `${names[index] ?? ''}\u0000`;
  return key;
}

/** Proxies list services in the same order as a rule: the text of the pointer is then the same too. */
function withTextOf(place: Place, { pointer }: Place): Place {
  if (place.pointer !== pointer) return place;
  const { source, document, start, end, depth } = place;
  if (document !== undefined || start === undefined || end === undefined || depth === undefined) return place;
  return { source, pointer, start, end, depth };
}
