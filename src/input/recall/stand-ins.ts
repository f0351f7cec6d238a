/**
 * Learns from one example how a result follows from names: what is made of a record is made once, of a value that
 * has stand-ins where the names were, and the stand-ins in the result tell where the names of any other record of
 * the same shape go. Whatever holds no name is one object for all of them.
 */
import type { Place } from '../../evidence.ts';
import type { Shape } from '../json/shape.ts';
import type { JsonValue } from '../model.ts';
import { NotFillable, textPart } from './text-part.ts';
import type { StandIn, TextStencil } from './text-part.ts';

/** How results of a shape are made. */
export interface Maker<T> {
  /** Makes the result for these names and this place. */
  readonly make: (names: readonly string[], place: Place) => T;
  /**
   * The result for this place where `made` is the one for another, of names that are the same except for those that
   * vary (`Shape.varying`). What does not differ is shared between the two.
   */
  readonly move: (made: T, names: readonly string[], place: Place) => T;
  /** A result, with stand-ins where names are. */
  readonly example: T;
  /** How to make a string of the result, by the names of the members that lead to it; undefined for anything else. */
  readonly stencilOf: (...members: readonly string[]) => TextStencil | undefined;
}

/** Part of a maker; undefined for what is the same in every result. */
interface Part {
  readonly make: (names: readonly string[], place: Place) => unknown;
  /** Undefined for what is the same in every result of the same names. */
  readonly move?: (made: unknown, names: readonly string[], place: Place) => unknown;
  /** Of a string. */
  readonly stencil?: () => TextStencil;
  /** Of an object: its members that are not the same in every result. */
  readonly members?: ReadonlyMap<string, Part>;
}

/**
 * How names get into strings that hold them: as they are, or (in JSON text) escaped. Printable ASCII but for quotes and
 * backslashes stands for itself.
 */
export type Escape = (text: string) => string;

/**
 * How `make` would answer for any record of this shape; undefined where that cannot be told from its answer, or it
 * has none. `make` must be a function of its arguments, and blind to what words the names are of; their punctuation
 * is the same for all records of the shape. `names` are those of one record.
 */
export function learn<T extends object>(
  shape: Shape,
  names: readonly string[],
  make: (value: JsonValue, place: Place) => T | undefined,
  escape: Escape = (text) => text,
): Maker<T> | undefined {
  const mark = markFor(shape);
  const standIns = names.map((name, index): StandIn => {
    const beginning = shape.beginnings[index] ?? '';
    const inner = laced(name.slice(beginning.length), `${index}`, mark);
    return {
      text: `${beginning}${inner}`,
      inner,
      moves: shape.varying.has(index),
      get: (all) => escape((all[index] ?? '').slice(beginning.length)),
      piece: { name: index, from: beginning.length },
    };
  });
  const source = laced('source', 's', mark);
  const pointer = laced('/pointer', 'p', mark);
  const place: Place = { source, pointer };
  const all: readonly StandIn[] = [
    ...standIns,
    { text: source, inner: source, moves: true, get: (_, given) => escape(given.source), piece: { source: true } },
    { text: pointer, inner: pointer, moves: true, get: (_, given) => escape(given.pointer), piece: { pointer: true } },
  ];
  const partOf = (value: unknown): Part | undefined => {
    if (value === place) return moving((_, given) => given);
    if (typeof value === 'string') {
      const index = standIns.findIndex(({ text }) => text === value);
      if (index < 0) return textPart(value, all, mark);
      const get: Part['make'] = (given) => given[index];
      const stencil = (): TextStencil => [{ name: index, from: 0 }];
      return { ...(shape.varying.has(index) ? moving(get) : { make: get }), stencil };
    }
    if (typeof value !== 'object' || value === null) return undefined;
    return Array.isArray(value) ? listPart(value, partOf) : objectPart(value, mark, partOf);
  };
  try {
    const example = make(shape.valueOf(standIns.map(({ text }) => text)), place);
    if (example === undefined) return undefined;
    const part: Part = partOf(example) ?? { make: () => example };
    const stencilOf: Maker<T>['stencilOf'] = (...members) => stencilIn(example, part, members);
    // What comes out has the type of the example, as it is the example but for the strings in it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return { move: (made) => made, ...part, example, stencilOf } as Maker<T>;
  } catch (error) {
    if (error instanceof NotFillable || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The stencil of what `members` lead to in a value, and in how it is made. */
function stencilIn(value: unknown, part: Part | undefined, members: readonly string[]): TextStencil | undefined {
  const [first, ...others] = members;
  if (first !== undefined) {
    if (typeof value !== 'object' || value === null) return undefined;
    return stencilIn(Reflect.get(value, first), part?.members?.get(first), others);
  }
  if (part !== undefined) return part.stencil?.();
  return typeof value === 'string' ? [{ text: value }] : undefined;
}

/** A part that is made anew wherever the result moves to. */
function moving(make: Part['make']): Part {
  return { make, move: (_, names, place) => make(names, place) };
}

/**
 * A character that stands nowhere in the shape. Laced through a stand-in, it tells pieces of one wherever they get
 * to; what is between is cut, lower-cased or taken apart by whoever does such things to names.
 */
function markFor(shape: Shape): string {
  let code = 0xe000;
  while (shape.has(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}

/** A text with the punctuation of a name, which no other is a part of. */
function laced(name: string, id: string, mark: string): string {
  const letters = `Nn${name.replace(/[^ -~]/gu, 'x')}`;
  return `${mark}${letters.split('').join(mark)}${mark}${id}${mark}${mark}`;
}

function listPart(list: readonly unknown[], partOf: (value: unknown) => Part | undefined): Part | undefined {
  const parts = list.map(partOf).flatMap((part, index) => (part === undefined ? [] : [{ index, ...part }]));
  if (parts.length === 0) return undefined;
  const movable = parts.flatMap(({ index, move }) => (move === undefined ? [] : [{ index, move }]));
  const make: Part['make'] = (names, place) => {
    const copy = list.slice();
    for (const part of parts) copy[part.index] = part.make(names, place);
    return copy;
  };
  if (movable.length === 0) return { make };
  return {
    make,
    move: (made, names, place) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was made by this part
      const copy = (made as readonly unknown[]).slice();
      for (const { index, move } of movable) copy[index] = move(copy[index], names, place);
      return copy;
    },
  };
}

function objectPart(value: object, mark: string, partOf: (value: unknown) => Part | undefined): Part | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotFillable('an object of a class');
  const example: Readonly<Record<string, unknown>> = { ...value };
  const keys = Object.keys(example);
  if (keys.some((key) => key.includes(mark) || key === '__proto__')) throw new NotFillable('a name as a key');
  const parts = keys.flatMap((key) => {
    const part = partOf(example[key]);
    return part === undefined ? [] : [{ key, ...part }];
  });
  if (parts.length === 0) return undefined;
  const movable = parts.flatMap(({ key, move }) => (move === undefined ? [] : [{ key, move }]));
  const make: Part['make'] = (names, place) => {
    const copy: Record<string, unknown> = { ...example };
    for (const part of parts) copy[part.key] = part.make(names, place);
    return copy;
  };
  const members = new Map(parts.map(({ key, ...part }) => [key, part]));
  if (movable.length === 0) return { make, members };
  return {
    make,
    members,
    move: (made, names, place) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was made by this part
      const copy: Record<string, unknown> = { ...(made as Readonly<Record<string, unknown>>) };
      for (const { key, move } of movable) copy[key] = move(copy[key], names, place);
      return copy;
    },
  };
}
