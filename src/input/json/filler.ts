import type { Engine } from './engine.ts';
import type { Filling, FillingOf, Piece, TextTaker } from './filling.ts';
import type { Heap } from './heap.ts';
import * as layout from './kernel/layout.ts';
import type { Shape } from './shape.ts';

const encoder = new TextEncoder();
const quote = 34;

/** Fills in texts for finished records of a reader (`Filling`). */
export class Filler {
  readonly #heap: Heap;
  readonly #engine: Engine;
  readonly #fillingOf: FillingOf;
  /** Where fillings stand in the heap; undefined for those that found no room. */
  readonly #placed = new Map<Filling, number | undefined>();
  /** Their numbers are from 1 on. */
  readonly #takers: TextTaker[] = [];
  #free: number;

  constructor(heap: Heap, engine: Engine, fillingOf: FillingOf) {
    this.#heap = heap;
    this.#engine = engine;
    this.#fillingOf = fillingOf;
    this.#free = heap.fillingsAt;
  }

  /** Fills in texts from the `first` of the finished records on, of `count`; answers for how many it did. */
  take(first: number, count: number, shapes: readonly Shape[]): number {
    const heap = this.#heap;
    const mark = heap.get(layout.MARKS_AT) + first * layout.MARK_SIZE;
    const number = heap.get(mark + layout.MARK_SHAPE);
    const shape = shapes[number];
    if (shape === undefined) return 0;
    const list = this.#listAt(heap.get(mark + layout.MARK_TEXT) + 1);
    const filling = list === undefined ? undefined : this.#fillingOf(shape, list);
    if (filling === undefined || list === undefined) return 0;
    const placed = this.#placed.has(filling) ? this.#placed.get(filling) : this.#place(filling, list);
    if (placed === undefined) return 0;
    heap.set(heap.get(layout.FILLING_TABLE) + number * 4, placed);
    return this.#fill(filling.into, first, count);
  }

  #fill(into: TextTaker, first: number, count: number): number {
    const heap = this.#heap;
    const latest = heap.bytes.subarray(heap.latestAt, heap.latestAt + layout.LATEST_LIMIT);
    const before = into.latest();
    const { read, written } = encoder.encodeInto(before, latest);
    const isAscii = read === before.length && read === written;
    heap.set(layout.LATEST_LENGTH, isAscii ? written : 0);
    const filled = this.#engine.fill(first, count);
    if (filled === 0) return 0;
    const { bytes, textAt: start, asideAt, hashesAt } = heap;
    const hashes = new Int32Array(bytes.buffer, hashesAt, (filled * layout.HASH_SIZE) / 4);
    const end = start + heap.get(layout.TEXT_LENGTH);
    const aside = bytes.subarray(asideAt, asideAt + heap.get(layout.ASIDE_LENGTH));
    into.take({ bytes, start, end, aside, hashes, latest: isAscii ? asciiIn(latest.subarray(0, written)) : before });
    return filled;
  }

  /** The list to an item of which the pointer at an address leads; undefined where that is not plain. */
  #listAt(pointer: number): string | undefined {
    const { bytes } = this.#heap;
    const text = asciiIn(bytes.subarray(pointer, bytes.indexOf(quote, pointer)));
    return /^[ -[\]-~]*\/\d+$/u.test(text) ? text.slice(0, text.lastIndexOf('/')) : undefined;
  }

  /** Puts a filling into the heap, where there is room: its texts, and then what leads to them. */
  #place(filling: Filling, list: string): number | undefined {
    this.#placed.set(filling, undefined);
    const heap = this.#heap;
    const { text, aside, key = [], moment, into } = filling;
    const pieces = [...text, ...aside, ...key];
    const constants = [`${list}/`, ...pieces.map(textOf)];
    const all = constants.join('');
    const { read, written } = encoder.encodeInto(all, heap.bytes.subarray(this.#free, heap.fillingsEnd));
    const isAscii = written === all.length;
    const [listLength = 0, ...lengths] = constants.map((each) => (isAscii ? each.length : Buffer.byteLength(each)));
    // Halves of a character that meet would become one.
    const isWhole = read === all.length && written === lengths.reduce((sum, length) => sum + length, listLength);
    const placed = (this.#free + written + 3) & ~3;
    const piecesAt = placed + layout.FILLING_SIZE;
    const end = piecesAt + pieces.length * layout.PIECE_SIZE;
    if (!isWhole || end > heap.fillingsEnd) return undefined;
    heap.set(placed + layout.FILLING_LIST, this.#free);
    heap.set(placed + layout.FILLING_LIST_LENGTH, listLength);
    heap.set(placed + layout.FILLING_TEXT, piecesAt);
    heap.set(placed + layout.FILLING_ASIDE, piecesAt + text.length * layout.PIECE_SIZE);
    heap.set(placed + layout.FILLING_KEY, piecesAt + (text.length + aside.length) * layout.PIECE_SIZE);
    heap.set(placed + layout.FILLING_END, end);
    heap.set(placed + layout.FILLING_MOMENT, moment === undefined ? 0 : spanOf({ name: moment, from: 0 }));
    heap.set(placed + layout.FILLING_TAKER, this.#numberOf(into));
    let textAt = this.#free + listLength;
    let at = piecesAt;
    for (const [index, piece] of pieces.entries()) {
      const length = lengths[index] ?? 0;
      heap.set(at, spanOf(piece));
      heap.set(at + layout.PIECE_START, 'text' in piece ? textAt : 'name' in piece ? piece.from : 0);
      heap.set(at + layout.PIECE_LENGTH, length);
      textAt += length;
      at += layout.PIECE_SIZE;
    }
    this.#free = end;
    this.#placed.set(filling, placed);
    return placed;
  }

  #numberOf(taker: TextTaker): number {
    const known = this.#takers.indexOf(taker);
    return known < 0 ? this.#takers.push(taker) : known + 1;
  }
}

function textOf(piece: Piece): string {
  return 'text' in piece ? piece.text : '';
}

/** Among the places that are noted of a record: its pointer, and then its names. */
function spanOf(piece: Piece): number {
  if ('text' in piece) return -1;
  return 'name' in piece ? piece.name + 1 : 0;
}

function asciiIn({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}
