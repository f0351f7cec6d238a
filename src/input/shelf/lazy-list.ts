/** So many items of a list are at hand once they were asked for. */
const usuallyKept = 512;

/** Answers which items of a list may go by a word, in order. */
type Find = (word: string) => readonly number[];

/** How a lazy list finds its items, and how many it keeps. */
const lazy = new WeakMap<readonly unknown[], Pick<LazyItems<unknown>, 'find' | 'kept'>>();

/** A list whose items are made when they are asked for. */
export interface LazyItems<T> {
  readonly length: number;
  readonly make: (index: number) => T;
  readonly find: Find;
  /** How many items are kept, those that were asked for last; what is kept is one object. */
  readonly kept?: number;
}

/** The list, which reads as any other does. */
export function lazyList<T>({ length, make, find, kept = usuallyKept }: LazyItems<T>): readonly T[] {
  const known = new Map<number, T>();
  const at = (index: number): T => {
    const item = known.get(index) ?? make(index);
    // What was asked for last is forgotten last.
    known.delete(index);
    known.set(index, item);
    if (known.size > kept) for (const [oldest] of known) return forgotten(known, oldest, item);
    return item;
  };
  const list = new Proxy<readonly T[]>([], {
    get: (target, key): unknown => {
      if (key === 'length') return length;
      const index = indexIn(key, length);
      return index === undefined ? Reflect.get(target, key) : at(index);
    },
    has: (target, key) => indexIn(key, length) !== undefined || Reflect.has(target, key),
  });
  lazy.set(list, { find, kept });
  return list;
}

/** The indices of all items that may go by a word, in order, and perhaps of others; undefined for an ordinary list. */
export function indicesOf(list: readonly unknown[], word: string): readonly number[] | undefined {
  return lazy.get(list)?.find(word);
}

/** The items that may go by a word, and perhaps others; undefined for an ordinary list. */
export function itemsOf<T>(list: readonly T[], word: string): readonly T[] | undefined {
  return indicesOf(list, word)?.flatMap((index) => list[index] ?? []);
}

/** The same, made one after the other. */
export function eachItemOf<T>(list: readonly T[], word: string): Iterable<T> | undefined {
  const indices = indicesOf(list, word);
  return indices === undefined ? undefined : itemsAt(list, indices);
}

function* itemsAt<T>(list: readonly T[], indices: readonly number[]): Generator<T> {
  for (const index of indices) {
    const item = list[index];
    if (item !== undefined) yield item;
  }
}

/** What is made of each item, of a lazy list when it is asked for. */
export function mapped<T, Other>(list: readonly T[], make: (item: T) => Other): readonly Other[] {
  const how = lazy.get(list);
  if (how === undefined) return list.map((item) => make(item));
  return lazyList({
    length: list.length,
    make: (index) => {
      const item = list[index];
      if (item === undefined) throw new RangeError('a list has all its items');
      return make(item);
    },
    ...how,
  });
}

/** Whether the items of a list are made when they are asked for. */
export function isLazy(list: readonly unknown[]): boolean {
  return lazy.has(list);
}

function forgotten<T>(known: Map<number, T>, oldest: number, item: T): T {
  known.delete(oldest);
  return item;
}

/** The index that a key is, where there is such an item. */
function indexIn(key: string | symbol, length: number): number | undefined {
  if (typeof key !== 'string') return undefined;
  const first = key.charCodeAt(0);
  if (!(first >= 48 && first <= 57)) return undefined;
  const index = Number(key);
  return index < length ? index : undefined;
}
