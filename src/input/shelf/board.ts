import type { JsonRecord } from '../json/record.ts';
import type { RawResource } from '../model.ts';
import { HashIndex } from './hash-index.ts';
import { lazyList } from './lazy-list.ts';
import { RecordStore, type ResourceRecord } from './record-store.ts';

/** The resource of this number among those that a record holds, made again. */
export type Remake = (record: JsonRecord, nth: number) => RawResource;

/** How a resource on a shelf is found. */
export interface Label {
  /** What no two resources of a kind have in common; undefined where many may. */
  readonly name?: string;
  /** What will be asked for. */
  readonly words: readonly string[];
}

/** From how many items on lists are lazy, and how many items of them are kept. */
export interface ListSizes {
  /** Lists of so few items are in memory, and dumps that have a hundred times as many in all. */
  readonly few?: number;
  /** How many items of others are at hand once they were asked for; as many as is useful, when nothing is said. */
  readonly kept?: number;
}

export const usuallyFew = 100;

/** Some of a board's resources, from one number up to another. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Resources that are parts of another one. */
export interface Parts extends Stretch {
  readonly board: Board;
}

/** The resources of one kind on a shelf, in the order of the source. */
export class Board {
  readonly #remake: Remake;
  readonly #sizes: ListSizes;
  readonly #records = new RecordStore();
  readonly #names = new HashIndex();
  readonly #words = new HashIndex();
  /** By the pointer of the list in which they stand. */
  readonly #stretches = new Map<string, Stretch>();

  constructor(remake: Remake, sizes: ListSizes) {
    this.#remake = remake;
    this.#sizes = sizes;
  }

  add(resource: ResourceRecord, { name, words }: Label): void {
    const index = this.#records.length;
    this.#records.append(resource);
    if (name !== undefined) this.#names.add(name, index);
    for (const word of new Set(words)) this.#words.add(word, index);
    const { pointer } = resource.record;
    const list = pointer.slice(0, pointer.lastIndexOf('/'));
    const { from } = this.#stretches.get(list) ?? { from: index };
    this.#stretches.set(list, { from, to: index + 1 });
  }

  get length(): number {
    return this.#records.length;
  }

  close(): void {
    for (const each of [this.#records, this.#names, this.#words]) each.close();
  }

  at(index: number): RawResource {
    const { record, nth } = this.#records.at(index);
    return this.#remake(record, nth);
  }

  /** The resources that stand in the list at this pointer, one after the other. */
  in(list: string): Parts | undefined {
    const stretch = this.#stretches.get(list);
    return stretch === undefined ? undefined : { board: this, ...stretch };
  }

  /** Pairs of resources that may have one name. */
  *rivals(): Generator<readonly [RawResource, RawResource]> {
    for (const [one, other] of this.#names.rivals()) yield [this.at(one), this.at(other)];
  }

  /** A list of what is made of these resources, by their numbers in this list, and of others after them. */
  list<T>(
    make: (resource: RawResource, index: number) => T,
    others: readonly T[],
    { from, to }: Stretch = { from: 0, to: this.length },
  ): readonly T[] {
    const { few = usuallyFew, kept } = this.#sizes;
    const length = to - from;
    const list = lazyList({
      length: length + others.length,
      make: (index) => others[index - length] ?? make(this.at(from + index), index),
      find: (word) => [
        ...this.#words.items(word).flatMap((item) => (item >= from && item < to ? [item - from] : [])),
        ...others.map((_, index) => length + index),
      ],
      ...(kept !== undefined && { kept }),
    });
    return list.length > few ? list : [...list];
  }
}
