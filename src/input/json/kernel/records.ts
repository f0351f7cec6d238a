import { copy, get32, getFloat, set32, set8, setFloat } from './memory.ts';
import type { int } from './memory.ts';
import * as heap from './layout.ts';
import { nodeAt } from './names.ts';
import { AFTER } from './states.ts';

/** The quotes around the pointer and two commas. */
const AROUND: int = 4;

/** Moves the record that is complete to the finished ones; answers DRAIN or LARGE where that has to wait. */
export function finish(): int {
  const from = get32(heap.VALUE_OUT);
  const length: int = get32(heap.OPEN_LENGTH) - from;
  const size: int = length + get32(heap.PATH_LENGTH) + AROUND;
  if (size > get32(heap.DONE_LIMIT)) {
    if (get32(heap.TAKEN) === 0) return heap.LARGE;
    set32(heap.TAKEN, 0);
  } else {
    const full: boolean = get32(heap.MARK_COUNT) === get32(heap.MARKS_LIMIT);
    if (full || get32(heap.DONE_LENGTH) + size > get32(heap.DONE_LIMIT)) return heap.DRAIN;
    write(get32(heap.OPEN_AT) + from, length, size);
  }
  set32(heap.OPEN_LENGTH, from);
  set32(heap.PATH_LENGTH, get32(heap.VALUE_PATH));
  set32(heap.ACTIVE, get32(heap.ACTIVE) - 1);
  set32(heap.STATE, AFTER);
  return heap.GO_ON;
}

/** Adds `"POINTER",TEXT,` to the finished records, and a mark that tells what it is and where it stood. */
function write(text: int, length: int, size: int): void {
  const path = get32(heap.PATH_LENGTH);
  const done: int = get32(heap.DONE_AT) + get32(heap.DONE_LENGTH);
  set8(done, 34);
  copy(done + 1, get32(heap.PATH_AT), path);
  set8(done + 1 + path, 34);
  set8(done + 2 + path, 44);
  copy(done + 3 + path, text, length);
  set8(done + 3 + path + length, 44);
  set32(heap.DONE_LENGTH, get32(heap.DONE_LENGTH) + size);
  const count = get32(heap.MARK_COUNT);
  const mark: int = get32(heap.MARKS_AT) + count * heap.MARK_SIZE;
  set32(mark, get32(nodeAt(get32(heap.WANTED)) + heap.NODE_EMIT));
  set32(mark + heap.MARK_DOCUMENT, get32(heap.DOCUMENTS));
  setFloat(mark + heap.MARK_START, getFloat(heap.VALUE_START));
  setFloat(mark + heap.MARK_END, getFloat(heap.VALUE_END));
  set32(heap.MARK_COUNT, count + 1);
}
