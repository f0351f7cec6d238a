import { instant } from '../instant.ts';
import type { JsonRecord } from '../json/record.ts';
import type { RawKind, RawResource } from '../model.ts';
import type { Told } from '../recall/recall.ts';
import { Board, usuallyFew, type Label, type ListSizes, type Parts, type Remake } from './board.ts';

/** How resources are put on a shelf. */
export interface Shelving extends ListSizes {
  /** How a resource is found again; undefined for one that is to stay in memory. */
  readonly label: (resource: Told) => Label | undefined;
}

/**
 * The resources of a large dump that are many: kept in files, as the records that they were made of, and made again
 * when they are asked for.
 */
export class Shelf {
  readonly #shelving: Shelving;
  readonly #remake: Remake;
  readonly #boards = new Map<RawKind, Board>();
  #newest: Moment | undefined;

  constructor(shelving: Shelving, remake: Remake) {
    this.#shelving = shelving;
    this.#remake = remake;
  }

  /** Takes a resource, the one of this number among those that the record holds; answers whether it is kept here. */
  take(resource: Told, record: JsonRecord, nth: number): boolean {
    this.#newest = newer(this.#newest, resource);
    const label = this.#shelving.label(resource);
    if (label === undefined) return false;
    const { kind } = resource;
    const board = this.#boards.get(kind) ?? new Board(this.#remake, this.#shelving);
    this.#boards.set(kind, board);
    board.add({ record, nth }, label);
    return true;
  }

  /** The virtual hosts of a route configuration, where they were taken. */
  partsOf({ kind, place }: Pick<RawResource, 'kind' | 'place'>): Parts | undefined {
    const hosts = kind === 'route' ? this.#boards.get('virtual-host') : undefined;
    return hosts?.in(`${place.pointer}/virtual_hosts`) ?? hosts?.in(`${place.pointer}/virtualHosts`);
  }

  /** When the newest of all resources that were shown to it came, as it is written there. */
  get updated(): string | undefined {
    return this.#newest?.lastUpdated;
  }

  get isEmpty(): boolean {
    return this.#boards.size === 0;
  }

  /** Whether all of it has room in memory after all. */
  get holdsLittle(): boolean {
    const { few = usuallyFew } = this.#shelving;
    return [...this.#boards.values()].reduce((sum, { length }) => sum + length, 0) <= few * 100;
  }

  close(): void {
    for (const board of this.#boards.values()) board.close();
    this.#boards.clear();
  }

  /** The resources of a kind that are kept here; undefined where there are none. */
  of(kind: RawKind): Board | undefined {
    return this.#boards.get(kind);
  }

  /** All that are kept here but parts of others, those of each kind in order. */
  *resources(): Generator<RawResource> {
    for (const [kind, board] of this.#boards) {
      if (kind === 'virtual-host') continue;
      for (let index = 0; index < board.length; index += 1) yield board.at(index);
    }
  }
}

type Moment = Pick<RawResource, 'lastUpdated'>;

/** The first of those with the latest time. */
function newer(newest: Moment | undefined, { lastUpdated }: Moment): Moment {
  const other = lastUpdated === undefined ? {} : { lastUpdated };
  if (newest === undefined) return other;
  // Most were taken over in a few moments.
  if (lastUpdated === undefined || lastUpdated === newest.lastUpdated) return newest;
  return instant(other) > instant(newest) ? other : newest;
}
