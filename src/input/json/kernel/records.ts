import { copy, get32, getFloat, set32, set8, setFloat } from './memory.ts';
import type { int } from './memory.ts';
import * as heap from './layout.ts';
import { nodeAt } from './names.ts';
import { shapeOf, writeFilled } from './shapes.ts';
import { is } from './state.ts';
import { AFTER } from './states.ts';
import { keepTemplate } from './templates.ts';

/** Quotes around the pointer, brackets around the holes, two commas. */
const AROUND: int = 6;

/** Moves the record that is complete to the finished ones; answers DRAIN or LARGE where that has to wait. */
export function finish(): int {
  const from = get32(heap.VALUE_OUT);
  const holes = get32(heap.VALUE_HOLES);
  const length: int = get32(heap.OPEN_LENGTH) - from + (get32(heap.HOLES_LENGTH) - holes);
  const size: int = length + get32(heap.PATH_LENGTH) + AROUND;
  if (size > get32(heap.DONE_LIMIT)) {
    if (get32(heap.TAKEN) === 0) return heap.LARGE;
    set32(heap.TAKEN, 0);
  } else {
    const full: boolean = get32(heap.MARK_COUNT) === get32(heap.MARKS_LIMIT);
    if (full || get32(heap.DONE_LENGTH) + size > get32(heap.DONE_LIMIT)) return heap.DRAIN;
    write();
  }
  set32(heap.OPEN_LENGTH, from);
  set32(heap.HOLES_LENGTH, holes);
  set32(heap.PATH_LENGTH, get32(heap.VALUE_PATH));
  set32(heap.ACTIVE, get32(heap.ACTIVE) - 1);
  set32(heap.STATE, AFTER);
  return heap.GO_ON;
}

/** Adds `"POINTER",VALUE,` to the finished records, and a mark that tells what it is and where it stood. */
function write(): void {
  const wanted = get32(heap.WANTED);
  const from = get32(heap.VALUE_OUT);
  const text: int = get32(heap.OPEN_AT) + from;
  const length: int = get32(heap.OPEN_LENGTH) - from;
  const path = get32(heap.PATH_LENGTH);
  const done: int = get32(heap.DONE_AT) + get32(heap.DONE_LENGTH);
  set8(done, 34);
  copy(done + 1, get32(heap.PATH_AT), path);
  set8(done + 1 + path, 34);
  set8(done + 2 + path, 44);
  const shape = takeShape(wanted, text, length);
  const size: int = writeValue(done + 3 + path, text, length, shape);
  set8(done + 3 + path + size, 44);
  set32(heap.DONE_LENGTH, get32(heap.DONE_LENGTH) + path + size + 4);
  const count = get32(heap.MARK_COUNT);
  const mark: int = get32(heap.MARKS_AT) + count * heap.MARK_SIZE;
  set32(mark, get32(nodeAt(wanted) + heap.NODE_EMIT));
  set32(mark + heap.MARK_DOCUMENT, get32(heap.DOCUMENTS));
  setFloat(mark + heap.MARK_START, getFloat(heap.VALUE_START));
  setFloat(mark + heap.MARK_END, getFloat(heap.VALUE_END));
  set32(mark + heap.MARK_SHAPE, shape);
  set32(mark + heap.MARK_TEXT, done);
  set32(heap.MARK_COUNT, count + 1);
}

/** The shape of the value: a template's, or that of its text; -1 where it has none. */
function takeShape(wanted: int, text: int, length: int): int {
  const known = get32(heap.VALUE_SHAPE);
  set32(heap.VALUE_SHAPE, -1);
  if (known >= 0 || !is(wanted, heap.IS_SHAPED)) return known;
  const shape = shapeOf(text, length);
  keepTemplate(shape);
  return shape;
}

/** The value itself, or, where its shape tells the rest, the list of its holes; answers the length. */
function writeValue(to: int, text: int, length: int, shape: int): int {
  const from = get32(heap.VALUE_HOLES);
  const holes: int = get32(heap.HOLES_AT) + from;
  const size: int = get32(heap.HOLES_LENGTH) - from;
  if (shape < 0 && size > 0) return writeFilled(to, text, length, holes);
  if (shape < 0) {
    copy(to, text, length);
    return length;
  }
  set8(to, 91);
  copy(to + 1, holes, size);
  // The last hole's comma, if there is one, gives way to the bracket.
  const end: int = size === 0 ? to + 1 : to + size;
  set8(end, 93);
  return end + 1 - to;
}
