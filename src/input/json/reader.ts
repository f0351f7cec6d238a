import { compilePlan } from './compile-plan.ts';
import type { CompiledPlan } from './compile-plan.ts';
import { acquireEngine, releaseEngine } from './engine.ts';
import type { Engine, EngineName } from './engine.ts';
import { cutError, JsonError, machineError } from './error.ts';
import { Filler } from './filler.ts';
import type { FillingOf } from './filling.ts';
import { Heap, windowSize } from './heap.ts';
import * as layout from './kernel/layout.ts';
import { BETWEEN, NUMBER, SKIP_SCALAR } from './kernel/states.ts';
import type { Plan } from './plan.ts';
import type { Deliver, JsonRecord } from './record.ts';
import { Shapes } from './shape.ts';
import { takeFinished, takeLarge } from './take-records.ts';
import type { Delivery } from './take-records.ts';
import { TwinReader } from './twin-reader.ts';
import type { Twins } from './twins.ts';

/** Takes bytes piece by piece and delivers what the plan asks for soon after it is complete. */
export interface JsonReader {
  /** The next bytes, which may be reused afterwards. Throws `JsonError`; then nothing more may be fed. */
  feed(chunk: Uint8Array): void;
  /** The same without a copy: `fill` writes the next bytes to where they are read and answers how many. */
  feedFrom(fill: (window: Uint8Array) => number): number;
  /** No more bytes. Throws `JsonError`, of kind `cut` where a document is not complete. */
  end(): void;
}

export interface JsonReaderOptions {
  /** Only one document may stand in the bytes. */
  readonly single?: boolean;
  /** The fastest there is, when nothing is said. */
  readonly engine?: EngineName;
  /** The most bytes that one record, as kept, may have. */
  readonly recordLimit?: number;
  /** Shapes known from other readers. */
  readonly shapes?: Shapes;
  /** How texts are filled in for records instead of delivering them. Not beside twins, which are records. */
  readonly fillingOf?: FillingOf;
  /** Items known from other readers along the same plan, with the same shapes. */
  readonly twins?: Twins;
}

const usualRecordLimit = 1 << 28;

/**
 * A reader for one or several concatenated JSON documents in UTF-8. A BOM before the first is passed over, bytes
 * that are no UTF-8 become U+FFFD, and a bare number (`200`) counts as no document. Values are those of
 * `JSON.parse`; what the plan does not keep is not checked, except that brackets and quotes are balanced.
 */
export function createReader(plan: Plan, deliver: Deliver, options: JsonReaderOptions = {}): JsonReader {
  return new Reader(compilePlan(plan), deliver, options);
}

/** All records of bytes that are already in memory. Throws `JsonError`. */
export function readAll(bytes: Uint8Array, plan: Plan, options?: JsonReaderOptions): JsonRecord[] {
  const records: JsonRecord[] = [];
  const reader = createReader(plan, (record) => void records.push(record), options);
  reader.feed(bytes);
  reader.end();
  return records;
}

class Reader implements JsonReader {
  readonly #delivery: Delivery;
  readonly #engine: Engine;
  readonly #heap: Heap;
  readonly #recordLimit: number;
  readonly #twins: TwinReader | undefined;
  /** How many bytes were read. */
  #offset = 0;
  #over = false;

  constructor(plan: CompiledPlan, deliver: Deliver, options: JsonReaderOptions) {
    const { single, engine, recordLimit, shapes = new Shapes(), twins, fillingOf } = options;
    this.#engine = acquireEngine(engine);
    this.#heap = new Heap(this.#engine, plan);
    this.#heap.set(layout.SINGLE, single === true ? 1 : 0);
    this.#twins = twins === undefined ? undefined : new TwinReader(this.#heap, plan, deliver, twins);
    const isFilled = fillingOf !== undefined && twins === undefined;
    const filler = isFilled ? new Filler(this.#heap, this.#engine, fillingOf) : undefined;
    this.#delivery = { plan, deliver: this.#twins?.deliver ?? deliver, filler, shapes, shapeList: [] };
    this.#recordLimit = recordLimit ?? usualRecordLimit;
  }

  feed(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += windowSize) {
      this.feedFrom((window) => {
        const part = chunk.subarray(from, from + windowSize);
        window.set(part);
        return part.length;
      });
    }
  }

  feedFrom(fill: (window: Uint8Array) => number): number {
    if (this.#over) throw new Error('the reader has ended');
    const { windowAt, bytes } = this.#heap;
    const length = fill(bytes.subarray(windowAt, windowAt + windowSize));
    this.#run(length);
    this.#offset += length;
    return length;
  }

  end(): void {
    if (this.#over) return;
    const heap = this.#heap;
    // Only now is it known that a number at the top level is over; a newline after it changes nothing.
    const state = heap.get(layout.STATE);
    if (heap.get(layout.DEPTH) === 0 && (state === NUMBER || state === SKIP_SCALAR)) {
      heap.bytes[heap.windowAt] = 10;
      this.#run(1);
    }
    this.#close();
    if (heap.get(layout.STATE) !== BETWEEN) {
      const opened = heap.get(layout.DEPTH) === 0 ? 0 : heap.get(heap.get(layout.FRAME));
      throw cutError(heap.get(layout.STATE), opened, this.#offset);
    }
    if (heap.get(layout.ROOTS) === 0) throw new JsonError('cut', this.#offset, 'no JSON at all');
  }

  #close(): void {
    this.#over = true;
    releaseEngine(this.#engine);
  }

  /** Reads the first `length` bytes of the window. */
  #run(length: number): void {
    const heap = this.#heap;
    const kept = heap.get(layout.OPEN_LENGTH) + length;
    if (kept > this.#recordLimit) {
      this.#close();
      throw new JsonError('limit', this.#offset, `one value of more than ${this.#recordLimit} bytes`);
    }
    heap.reserve(kept);
    heap.setFloat(layout.BASE, this.#offset - heap.windowAt);
    // What began in another window is not there any more.
    heap.set(layout.TRACE_START, -1);
    const to = heap.windowAt + length;
    let from = heap.windowAt;
    let status = layout.DRAIN;
    const drain = (): void => takeFinished(heap, this.#delivery);
    while (status !== layout.MORE) {
      status = this.#engine.run(from, to);
      from = heap.get(layout.POSITION);
      if (status === layout.ASK && this.#twins !== undefined) {
        from = this.#twins.ask(from, to, drain);
        continue;
      }
      drain();
      if (status === layout.LARGE) takeLarge(heap, this.#delivery);
      if (status === layout.FAILED) {
        const offset = heap.getFloat(layout.BASE) + from;
        const error = machineError(heap.get(layout.FAILURE), offset, heap.bytes[from] ?? 0);
        this.#close();
        throw error;
      }
    }
    this.#twins?.endWindow();
  }
}
