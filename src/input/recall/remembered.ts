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
  const known = new Map<string, T>();
  return (names, place) => {
    const key = keyOf(names, varying);
    const made = known.get(key);
    if (made !== undefined) return maker.move(made, names, withTextOf(place, made.place));
    const result = maker.make(names, place);
    if (known.size < most) known.set(key, result);
    return result;
  };
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
