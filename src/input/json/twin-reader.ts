import type { CompiledPlan } from './compile-plan.ts';
import type { Heap } from './heap.ts';
import * as layout from './kernel/layout.ts';
import { AFTER } from './kernel/states.ts';
import { offset } from './offset.ts';
import type { Deliver, JsonRecord } from './record.ts';
import { ShapedRecord } from './shape.ts';
import type { TwinList, Twins } from './twins.ts';

const parsePointer: (text: string) => string = JSON.parse;
const openBrace = 123;
const openBracket = 91;

/** Delivers the items of one reader that were read before, in its place, and learns those that were not. */
export class TwinReader {
  readonly #heap: Heap;
  readonly #plan: CompiledPlan;
  readonly #next: Deliver;
  readonly #twins: Twins;
  /** Where items begin that are being read, by their offsets, and which list they are of; only in this window. */
  readonly #asked = new Map<number, TwinList>();
  /** The list that is being read, and where it is. */
  #list: TwinList | undefined;
  #pointer = '';

  constructor(heap: Heap, plan: CompiledPlan, next: Deliver, twins: Twins) {
    this.#heap = heap;
    this.#plan = plan;
    this.#next = next;
    this.#twins = twins;
    heap.set(layout.TWINS, layout.ASK_EACH);
  }

  /** Takes a record that was read. */
  readonly deliver: Deliver = (record) => {
    this.#learn(record);
    this.#next(record);
  };

  /**
   * An item begins in the window at `at`, which ends at `to`: delivers it if it is known, after what `drain` delivers.
   * Answers where the machine goes on.
   */
  ask(at: number, to: number, drain: () => void): number {
    const heap = this.#heap;
    const frame = heap.get(layout.FRAME);
    // Members of an object may come in any order.
    if (heap.get(frame) !== openBracket) return this.#pass(at);
    const index = heap.get(frame + layout.FRAME_ITEMS) - 1;
    if (index === 0) this.#begin(frame);
    const list = this.#list;
    if (list === undefined) return this.#pass(at);
    const start = heap.getFloat(layout.BASE) + at;
    if (list.isNew) {
      this.#asked.set(start, list);
      return this.#pass(at);
    }
    // What came before tells what to expect, and is delivered before.
    drain();
    const twin = list.expected;
    const names = twin?.namesIn(heap.bytes, at, to);
    if (twin === undefined || names === undefined) {
      this.#asked.set(start, list);
      return this.#pass(at);
    }
    list.came(twin);
    const node = heap.get(layout.NODES_AT) + heap.get(layout.WANTED) * layout.NODE_SIZE;
    const place = {
      emit: this.#plan.emits[heap.get(node + layout.NODE_EMIT)] ?? '',
      pointer: twin.index === index ? twin.pointer : `${this.#pointer}/${index}`,
      document: heap.get(layout.DOCUMENTS),
      start: offset(start),
      end: offset(start + twin.length),
    };
    this.#next(new ShapedRecord(place, twin.shape, names));
    // As where the machine has read a value and delivered it.
    heap.set(layout.PATH_LENGTH, heap.get(frame + layout.FRAME_PATH));
    heap.set(layout.STATE, AFTER);
    return at + twin.length;
  }

  /** The bytes of this window are gone. */
  endWindow(): void {
    this.#asked.clear();
  }

  #begin(frame: number): void {
    const { bytes } = this.#heap;
    const from = this.#heap.get(layout.PATH_AT);
    const path = Buffer.from(bytes.subarray(from, from + this.#heap.get(frame + layout.FRAME_PATH))).toString();
    this.#pointer = parsePointer(`"${path}"`);
    this.#list = this.#twins.begin(this.#pointer);
  }

  /** The machine is to read this one. */
  #pass(at: number): number {
    this.#heap.set(layout.TWINS, layout.ASKED);
    return at;
  }

  #learn({ start, end, pointer, shape, names }: JsonRecord): void {
    const list = this.#asked.get(start);
    if (list === undefined || shape === undefined || names === undefined) return;
    this.#asked.delete(start);
    const { bytes } = this.#heap;
    const at = start - this.#heap.getFloat(layout.BASE);
    // Of a number nobody knows where it ends.
    if (bytes[at] === openBrace) list.add(bytes.subarray(at, at + (end - start)), pointer, shape, names);
  }
}
