import { isAscii } from 'node:buffer';
import type { JsonValue } from '../model.ts';
import type { CompiledPlan } from './compile-plan.ts';
import type { Filler } from './filler.ts';
import type { Heap } from './heap.ts';
import * as layout from './kernel/layout.ts';
import { offset } from './offset.ts';
import type { Deliver } from './record.ts';
import { Shape, ShapedRecord } from './shape.ts';
import type { Shapes } from './shape.ts';

const parse: (text: string) => JsonValue = JSON.parse;
const parsePointer: (text: string) => string = JSON.parse;
const parseList: (text: string) => readonly JsonValue[] = JSON.parse;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Who gets the records of a reader, and what is needed to make them. */
export interface Delivery {
  readonly plan: CompiledPlan;
  readonly deliver: Deliver;
  /** Takes what texts can be filled in for; that is not delivered. */
  readonly filler: Filler | undefined;
  readonly shapes: Shapes;
  /** The shapes of this heap, by their numbers there. */
  readonly shapeList: Shape[];
}

/** Delivers the finished records but for those that texts are filled in for. */
export function takeFinished(heap: Heap, delivery: Delivery): void {
  const count = heap.get(layout.MARK_COUNT);
  if (count === 0) return;
  learnShapes(heap, delivery);
  const { filler, shapeList } = delivery;
  const atOnce = filler === undefined ? count : 1;
  for (let index = 0; index < count;) {
    const filled = filler?.take(index, count, shapeList) ?? 0;
    if (filled === 0) deliverMade(heap, delivery, index, index + atOnce);
    index += filled === 0 ? atOnce : filled;
  }
  heap.set(layout.MARK_COUNT, 0);
  heap.set(layout.DONE_LENGTH, 0);
}

/**
 * Delivers some of the finished records, the first of them by its number, of which the machine has made a text
 * `"POINTER",VALUE,…` that ends in a comma.
 */
function deliverMade(heap: Heap, { plan, deliver, shapeList }: Delivery, first: number, end: number): void {
  const marksAt = heap.get(layout.MARKS_AT);
  const { bytes } = heap;
  const textOf = (index: number): number => heap.get(marksAt + index * layout.MARK_SIZE + layout.MARK_TEXT);
  const from = textOf(first);
  const to = end === heap.get(layout.MARK_COUNT) ? heap.doneAt + heap.get(layout.DONE_LENGTH) : textOf(end);
  // The comma before gives way to a bracket, and so does the one at the end, until the next are delivered.
  bytes[from - 1] = 91;
  bytes[to - 1] = 93;
  const values = parseList(decode(bytes.subarray(from - 1, to)));
  for (let index = first; index < end; index += 1) {
    const mark = marksAt + index * layout.MARK_SIZE;
    const pointer = values[(index - first) * 2];
    const value = values[(index - first) * 2 + 1];
    if (typeof pointer !== 'string' || value === undefined) throw new TypeError('the JSON machine lost a record');
    const place = {
      emit: plan.emits[heap.get(mark)] ?? '',
      pointer,
      document: heap.get(mark + layout.MARK_DOCUMENT),
      start: offset(heap.getFloat(mark + layout.MARK_START)),
      end: offset(heap.getFloat(mark + layout.MARK_END)),
    };
    const shape = shapeList[heap.get(mark + layout.MARK_SHAPE)];
    deliver(shape === undefined ? { ...place, value } : new ShapedRecord(place, shape, names(value)));
  }
}

/** The machine's list of the strings it took out. */
function names(value: JsonValue): readonly string[] {
  if (!isStrings(value)) throw new TypeError('the JSON machine lost its names');
  return value;
}

function isStrings(value: JsonValue): value is readonly string[] {
  return Array.isArray(value);
}

/** Makes the shapes that the machine met since the last time. */
function learnShapes(heap: Heap, { shapes, shapeList }: Delivery): void {
  const list = heap.get(layout.SHAPE_LIST);
  for (let number = shapeList.length; number < heap.get(layout.SHAPE_COUNT); number += 1) {
    const at = heap.get(list + number * layout.SHAPE_SIZE);
    const length = heap.get(list + number * layout.SHAPE_SIZE + 4);
    shapeList.push(shapes.of(decode(heap.bytes.subarray(at, at + length))));
  }
}

/** Delivers the one record that does not fit among the finished ones. */
export function takeLarge(heap: Heap, { plan, deliver }: Delivery): void {
  const { bytes, openAt } = heap;
  const text = bytes.subarray(openAt + heap.get(layout.VALUE_OUT), openAt + heap.get(layout.OPEN_LENGTH));
  const holesAt = heap.get(layout.HOLES_AT);
  const holes = bytes.subarray(holesAt + heap.get(layout.VALUE_HOLES), holesAt + heap.get(layout.HOLES_LENGTH));
  const pathAt = heap.get(layout.PATH_AT);
  const path = decode(bytes.subarray(pathAt, pathAt + heap.get(layout.PATH_LENGTH)));
  const node = heap.get(layout.NODES_AT) + heap.get(layout.WANTED) * layout.NODE_SIZE;
  const taken = names(parse(`[${decode(holes).slice(0, -1)}]`));
  heap.set(layout.TAKEN, 1);
  deliver({
    emit: plan.emits[heap.get(node + layout.NODE_EMIT)] ?? '',
    value: taken.length === 0 ? parse(decode(text)) : new Shape(decode(text)).valueOf(taken),
    pointer: parsePointer(`"${path}"`),
    document: heap.get(layout.DOCUMENTS),
    start: heap.getFloat(layout.VALUE_START),
    end: heap.getFloat(layout.VALUE_END),
  });
}

/** Bytes that are no UTF-8 become U+FFFD. Plain ASCII, the rule, needs no decoding. */
function decode(bytes: Uint8Array): string {
  if (!isAscii(bytes)) return decoder.decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
