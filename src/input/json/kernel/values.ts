/** Where values begin and end. */
import { get32, get8, getFloat, set32, setFloat } from './memory.ts';
import type { int } from './memory.ts';
import * as heap from './layout.ts';
import { EXPECTED_VALUE, TOO_DEEP } from './failures.ts';
import { NUMBER_START, startsScalar } from './grammar.ts';
import { prepareSkip } from './skips.ts';
import { fail, is, next, put } from './state.ts';
import { AFTER, FINISH, FIRST_ITEM, FIRST_MEMBER, NUMBER, SKIP, SKIP_SCALAR, TEXT, WORD } from './states.ts';
import { beginTrace, fitTemplate, noteSkip } from './templates.ts';

const OPEN_BRACE: int = 123;
const OPEN_BRACKET: int = 91;

/** Takes the first byte of a value at p, or all of one that is like another; more bytes stand up to `to`. */
export function beginValue(p: int, byte: int, to: int): int {
  const wanted = get32(heap.WANTED);
  const opens: boolean = byte === OPEN_BRACE || byte === OPEN_BRACKET;
  set32(heap.VALUE_PATH, get32(heap.DEPTH) === 0 ? 0 : get32(get32(heap.FRAME) + heap.FRAME_PATH));
  if (is(wanted, heap.IS_EMITTED)) {
    set32(heap.ACTIVE, get32(heap.ACTIVE) + 1);
    set32(heap.VALUE_OUT, get32(heap.OPEN_LENGTH));
    set32(heap.VALUE_HOLES, get32(heap.HOLES_LENGTH));
    setFloat(heap.VALUE_START, getFloat(heap.BASE) + p);
    if (opens && is(wanted, heap.HAS_TWINS)) {
      const end = fitTemplate(p, to);
      if (end > 0) return endValue(end);
      beginTrace(p);
    }
  } else if (wanted === heap.DROP_NODE || (get32(heap.ACTIVE) === 0 && !opens)) return beginSkip(p, byte);
  if (opens) return open(p, byte);
  if (byte === 34) {
    set32(heap.HOLE_ESCAPED, 0);
    set32(heap.HOLE_AT, is(wanted, heap.IS_OPAQUE) ? get32(heap.OPEN_LENGTH) : -1);
    put(byte);
    return next(p + 1, TEXT);
  }
  if (!startsScalar(byte)) return fail(p, EXPECTED_VALUE);
  if (byte <= 57) {
    set32(heap.NUMBER_STATE, NUMBER_START);
    return next(p, NUMBER);
  }
  // The words stand in the heap one after the other: `truefalsenull`.
  const word: int = get32(heap.WORDS_AT) + (byte === 116 ? 0 : byte === 102 ? 4 : 9);
  set32(heap.WORD_AT, word);
  set32(heap.WORD_END, word + (byte === 102 ? 5 : 4));
  return next(p, WORD);
}

/** Of what is skipped, only brackets and quotes are looked at. */
function beginSkip(p: int, byte: int): int {
  set32(heap.SKIP_START, p);
  if (prepareSkip(byte)) return next(p + 1, SKIP);
  return startsScalar(byte) ? next(p, SKIP_SCALAR) : fail(p, EXPECTED_VALUE);
}

/** A skipped value is over at p: nothing of it was kept but its place in the pointer. */
export function endSkip(p: int): int {
  noteSkip(p);
  set32(heap.PATH_LENGTH, get32(heap.VALUE_PATH));
  return next(p, AFTER);
}

function open(p: int, byte: int): int {
  const depth = get32(heap.DEPTH);
  if (depth === get32(heap.STACK_LIMIT)) return fail(p, TOO_DEEP);
  const frame: int = get32(heap.STACK_AT) + depth * heap.FRAME_SIZE;
  set32(heap.FRAME, frame);
  set32(heap.DEPTH, depth + 1);
  set32(frame, byte);
  set32(frame + heap.FRAME_NODE, get32(heap.WANTED));
  set32(frame + heap.FRAME_KEPT, 0);
  set32(frame + heap.FRAME_ITEMS, 0);
  set32(frame + heap.FRAME_OUTER_PATH, get32(heap.VALUE_PATH));
  set32(frame + heap.FRAME_PATH, get32(heap.PATH_LENGTH));
  set32(frame + heap.FRAME_OUT, get32(heap.VALUE_OUT));
  setFloat(frame + heap.FRAME_START, getFloat(heap.VALUE_START));
  set32(frame + heap.FRAME_HOLES, get32(heap.VALUE_HOLES));
  if (get32(heap.ACTIVE) !== 0) put(byte);
  return next(p + 1, byte === OPEN_BRACE ? FIRST_MEMBER : FIRST_ITEM);
}

/** Takes the closing bracket at p. */
export function close(p: int): int {
  if (get32(heap.ACTIVE) !== 0) put(get8(p));
  const frame = get32(heap.FRAME);
  set32(heap.WANTED, get32(frame + heap.FRAME_NODE));
  set32(heap.VALUE_PATH, get32(frame + heap.FRAME_OUTER_PATH));
  set32(heap.VALUE_OUT, get32(frame + heap.FRAME_OUT));
  setFloat(heap.VALUE_START, getFloat(frame + heap.FRAME_START));
  set32(heap.VALUE_HOLES, get32(frame + heap.FRAME_HOLES));
  set32(heap.DEPTH, get32(heap.DEPTH) - 1);
  set32(heap.FRAME, frame - heap.FRAME_SIZE);
  return endValue(p + 1);
}

/** The wanted value, which was written, is over at p. */
export function endValue(p: int): int {
  if (is(get32(heap.WANTED), heap.IS_EMITTED)) {
    setFloat(heap.VALUE_END, getFloat(heap.BASE) + p);
    set32(heap.VALUE_STOP, p);
    return next(p, FINISH);
  }
  set32(heap.PATH_LENGTH, get32(heap.VALUE_PATH));
  return next(p, AFTER);
}
