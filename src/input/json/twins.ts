import type { Shape } from './shape.ts';
import { Twin } from './twin.ts';

/** All bytes that are kept to compare with. */
const mostBytes = 1 << 25;

/**
 * The proxies of a mesh repeat each other's clusters and endpoints byte for byte, but for the moment at which each was
 * told. What has the bytes of an item that was read before is that item, and need not be read again. One for all
 * readers of a run, which read along one plan.
 */
export class Twins {
  readonly #lists = new Map<string, TwinList>();
  #left = mostBytes;

  /** What is known of the list at a pointer, which begins once more. */
  begin(pointer: string): TwinList {
    const known = this.#lists.get(pointer) ?? new TwinList((size) => (this.#left -= size) >= 0);
    this.#lists.set(pointer, known);
    known.begin();
    return known;
  }
}

/** The items that were met at one place, in whatever source. */
export class TwinList {
  readonly #known = new Map<Shape, Map<string, Twin>>();
  readonly #takesRoom: (size: number) => boolean;
  #passes = 0;
  #first: Twin | undefined;
  #last: Twin | undefined;

  /** `takesRoom` answers whether there is room for so many bytes more. */
  constructor(takesRoom: (size: number) => boolean) {
    this.#takesRoom = takesRoom;
  }

  begin(): void {
    this.#passes += 1;
    this.#last = undefined;
  }

  /** Nothing can be expected yet. */
  get isNew(): boolean {
    return this.#passes === 1;
  }

  /** What should come next: what came after the last one, the time before. */
  get expected(): Twin | undefined {
    return this.#last === undefined ? this.#first : this.#last.next;
  }

  /** What was expected came. */
  came(twin: Twin): void {
    this.#last = twin;
  }

  /** Something else came and was read: an object, with its bytes, which are copied where they are kept. */
  add(bytes: Uint8Array, pointer: string, shape: Shape, names: readonly string[]): void {
    const ofShape = this.#known.get(shape) ?? new Map<string, Twin>();
    this.#known.set(shape, ofShape);
    const key = names.filter((_, index) => !shape.varying.has(index)).join('\u0000');
    const known = ofShape.get(key);
    // Where two differ in what is not read, the later one is the one to compare with.
    const isRoom = this.#takesRoom(bytes.length - (known?.length ?? 0));
    const twin = (isRoom ? Twin.of(bytes, pointer, shape, names) : undefined) ?? known;
    if (twin === undefined) return;
    twin.next = known?.next;
    ofShape.set(key, twin);
    if (this.#last === undefined) this.#first = twin;
    else this.#last.next = twin;
    this.#last = twin;
  }
}
