import type { CompiledPlan } from './compile-plan.ts';
import * as layout from './kernel/layout.ts';
import type { Engine } from './engine.ts';

/** As much is read at once; small enough for the processor's cache. */
export const windowSize = 1 << 18;
const doneSize = 1 << 19;
const marks = 8192;
const pathSize = 1 << 16;
const openSize = 1 << 19;
const holesSize = 1 << 17;
const shapesSize = 1 << 20;
const shapeSlots = 1 << 12;
const fillingsSize = 1 << 19;
const textSize = 1 << 17;
/** How deep what is kept may be nested (Envoy's own messages stay below 100). What is skipped has no limit. */
export const depthLimit = 1000;

/** The areas of an engine's heap, laid out for one plan. */
export class Heap {
  readonly windowAt: number;
  readonly doneAt: number;
  readonly openAt: number;
  /** For what is filled in (`Filler`). */
  readonly fillingsAt: number;
  readonly fillingsEnd: number;
  readonly textAt: number;
  readonly asideAt: number;
  readonly hashesAt: number;
  readonly latestAt: number;
  bytes = new Uint8Array(0);
  #words = new Int32Array(0);
  #floats = new Float64Array(0);
  readonly #engine: Engine;

  constructor(engine: Engine, plan: CompiledPlan) {
    this.#engine = engine;
    let free = layout.HEAD_SIZE;
    const area = (size: number): number => {
      const at = free;
      free = (at + size + layout.SLACK + 63) & ~63;
      return at;
    };
    const planAt = area(plan.bytes.length);
    const scratchAt = area(layout.LONGEST_NAME + 1);
    const stackAt = area(layout.FRAME_SIZE * depthLimit);
    const pathAt = area(pathSize);
    const marksAt = area(marks * layout.MARK_SIZE);
    // A byte before it and a few after it are for the array that is made of the finished records.
    this.doneAt = area(doneSize) + 1;
    this.windowAt = area(windowSize);
    const holesAt = area(holesSize);
    const shapeTable = area(shapeSlots * layout.SHAPE_SLOT_SIZE);
    const shapeList = area(shapeSlots * layout.SHAPE_SIZE);
    const shapesAt = area(shapesSize);
    const traceAt = area(layout.CUTS_LIMIT * layout.CUT_SIZE);
    const templatesAt = area(layout.TEMPLATE_LIMIT * layout.TEMPLATE_SIZE);
    const spansAt = area(layout.SPANS_LIMIT * layout.SPAN_SIZE);
    const fillingTable = area(shapeSlots * 4);
    this.fillingsAt = area(fillingsSize);
    this.fillingsEnd = this.fillingsAt + fillingsSize;
    this.textAt = area(textSize);
    this.asideAt = area(textSize);
    this.hashesAt = area(marks * layout.HASH_SIZE);
    this.latestAt = area(layout.LATEST_LIMIT);
    this.openAt = area(openSize);
    this.reserve(free - this.openAt);

    this.bytes.fill(0, 0, layout.HEAD_SIZE);
    this.bytes.fill(0, shapeTable, shapeTable + shapeSlots * layout.SHAPE_SLOT_SIZE);
    this.bytes.fill(0, fillingTable, fillingTable + shapeSlots * 4);
    this.bytes.set(plan.bytes, planAt);
    const given: readonly (readonly [number, number])[] = [
      [layout.NODES_AT, planAt],
      [layout.WORDS_AT, plan.wordsAt],
      [layout.STACK_AT, stackAt],
      [layout.STACK_LIMIT, depthLimit],
      [layout.PATH_AT, pathAt],
      [layout.PATH_LIMIT, pathSize],
      [layout.SCRATCH_AT, scratchAt],
      [layout.MARKS_AT, marksAt],
      [layout.MARKS_LIMIT, marks],
      [layout.DONE_AT, this.doneAt],
      [layout.DONE_LIMIT, doneSize],
      [layout.OPEN_AT, this.openAt],
      [layout.HOLES_AT, holesAt],
      [layout.HOLES_LIMIT, holesSize],
      [layout.SHAPE_TABLE, shapeTable],
      [layout.SHAPE_MASK, shapeSlots - 1],
      [layout.SHAPE_LIST, shapeList],
      [layout.SHAPES_AT, shapesAt],
      [layout.SHAPES_LIMIT, shapesSize],
      [layout.HOLE_AT, -1],
      [layout.TRACE_AT, traceAt],
      [layout.TEMPLATES_AT, templatesAt],
      [layout.FILLING_TABLE, fillingTable],
      [layout.SPANS_AT, spansAt],
      [layout.TEXT_AT, this.textAt],
      [layout.TEXT_LIMIT, textSize],
      [layout.ASIDE_AT, this.asideAt],
      [layout.HASHES_AT, this.hashesAt],
      [layout.LATEST_AT, this.latestAt],
      [layout.VALUE_SHAPE, -1],
      [layout.TRACE_START, -1],
    ];
    for (const [at, value] of given) this.set(at, value);
  }

  get(at: number): number {
    return this.#words[at >> 2] ?? 0;
  }

  set(at: number, value: number): void {
    this.#words[at >> 2] = value;
  }

  getFloat(at: number): number {
    return this.#floats[at >> 3] ?? 0;
  }

  setFloat(at: number, value: number): void {
    this.#floats[at >> 3] = value;
  }

  /** Makes room for `size` bytes of unfinished records. */
  reserve(size: number): void {
    const needed = this.openAt + size + layout.SLACK;
    const now = this.#engine.heap().byteLength;
    if (needed > now) this.#engine.grow(Math.max(needed, now * 2));
    const heap = this.#engine.heap();
    if (this.bytes.buffer === heap) return;
    this.bytes = new Uint8Array(heap);
    this.#words = new Int32Array(heap, 0, heap.byteLength >> 2);
    this.#floats = new Float64Array(heap, 0, heap.byteLength >> 3);
  }
}
