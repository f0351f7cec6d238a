/**
 * Learns from one example how a result follows from names: what is made of a record is made once, of a value that
 * has stand-ins where the names were, and the stand-ins in the result tell where the names of any other record of
 * the same shape go. Whatever holds no name is one object for all of them.
 */
import type { Place } from '../../evidence.ts';
import type { Shape } from '../json/shape.ts';
import type { JsonValue } from '../model.ts';

/** Makes the result for these names and this place. The place is taken as it is, never looked into. */
export type Maker<T> = (names: readonly string[], place: Place) => T;

/** Part of a maker; undefined for what is the same in every result. */
type Part = (names: readonly string[], place: Place) => unknown;

/** The result has something else than whole names in it: it is no matter of filling in. */
class NotFillable extends Error {}

/**
 * How `make` would answer for any record of this shape; undefined where that cannot be told from its answer, or it
 * has none.
 * `make` must be a function of its arguments, blind to what names are.
 */
export function learn<T extends object>(
  shape: Shape,
  make: (value: JsonValue, place: Place) => T | undefined,
): Maker<T> | undefined {
  const mark = markFor(shape);
  const standIn = (text: string): string => `Nm.a|B/c:D~e;F_g-,${text}`.split('').join(mark);
  const names = Array.from({ length: shape.size }, (_, index) => standIn(`${index}`));
  const place: Place = { source: standIn('source'), pointer: standIn('pointer') };
  const indices = new Map(names.map((name, index) => [name, index]));
  const example = make(shape.valueOf(names), place);
  if (example === undefined) return undefined;
  const partOf = (value: unknown): Part | undefined => {
    if (value === place) return (_, given) => given;
    if (typeof value === 'string') {
      const index = indices.get(value);
      if (index !== undefined) return (given) => given[index];
      if (value.includes(mark)) throw new NotFillable(value);
      return undefined;
    }
    if (typeof value !== 'object' || value === null) return undefined;
    return Array.isArray(value) ? listPart(value, partOf) : objectPart(value, mark, partOf);
  };
  try {
    const part = partOf(example);
    // What comes out has the type of the example, as it is the example but for the strings in it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return part === undefined ? () => example : (part as Maker<T>);
  } catch (error) {
    if (error instanceof NotFillable || error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * A character that stands nowhere in the shape. Between all other characters of a stand-in, it tells pieces of one
 * wherever they get to; those others are cut, lower-cased or taken apart by whoever does such things to names.
 */
function markFor(shape: Shape): string {
  let code = 0xe000;
  while (shape.has(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}

function listPart(list: readonly unknown[], partOf: (value: unknown) => Part | undefined): Part | undefined {
  const moving = list.map(partOf).flatMap((part, index) => (part === undefined ? [] : [{ index, part }]));
  if (moving.length === 0) return undefined;
  return (names, place) => {
    const copy = list.slice();
    for (const { index, part } of moving) copy[index] = part(names, place);
    return copy;
  };
}

function objectPart(value: object, mark: string, partOf: (value: unknown) => Part | undefined): Part | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotFillable('an object of a class');
  const example: Readonly<Record<string, unknown>> = { ...value };
  const keys = Object.keys(example);
  if (keys.some((key) => key.includes(mark) || key === '__proto__')) throw new NotFillable('a name as a key');
  const moving = keys.flatMap((key) => {
    const part = partOf(example[key]);
    return part === undefined ? [] : [{ key, part }];
  });
  if (moving.length === 0) return undefined;
  return (names, place) => {
    const copy: Record<string, unknown> = { ...example };
    for (const { key, part } of moving) copy[key] = part(names, place);
    return copy;
  };
}
