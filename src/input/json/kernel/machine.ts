/**
 * Reads JSON byte by byte along a plan and writes what the plan keeps, as JSON without white space: one text
 * for each emitted value, complete and valid, so that `JSON.parse` makes of it exactly the values that it would
 * have made of the source. It can stop and go on after any byte.
 */
import { afterSpace, get32, get8, getFloat, set32 } from './memory.ts';
import type { float, int } from './memory.ts';
import * as heap from './layout.ts';
import { EXPECTED_COLON, EXPECTED_COMMA, EXPECTED_END, EXPECTED_VALUE } from './failures.ts';
import { isDigit } from './grammar.ts';
import { beginName, nextItem } from './members.ts';
import { finish } from './records.ts';
import { escape, hexDigit, name, number, skipped, skippedScalar, text, word } from './scalars.ts';
import { fail, is, isWritten, next, put } from './state.ts';
import * as states from './states.ts';
import { beginValue, close } from './values.ts';

const OPEN_BRACKET: int = 91;
const CLOSE_BRACKET: int = 93;
const CLOSE_BRACE: int = 125;

/** Reads the heap's bytes [from, to); answers MORE, DRAIN, LARGE, ASK or FAILED. */
export function run(from: int, to: int): int {
  let p = from;
  let status: int = heap.GO_ON;
  while (status === heap.GO_ON) {
    const state = get32(heap.STATE);
    if (state === states.FINISH) status = finish();
    else if (state === states.AFTER && get32(heap.DEPTH) === 0) endRoot();
    else if (p === to) status = heap.MORE;
    else if (state === states.VALUE && asks()) {
      p = afterSpace(p, to);
      if (p !== to) status = heap.ASK;
    } else {
      p = step(state, p, to);
      if (p < 0) {
        p = ~p;
        status = heap.FAILED;
      }
    }
  }
  set32(heap.POSITION, p);
  return status;
}

/** Whether the driver is to be asked before the value that is next is read: once. */
function asks(): boolean {
  const wish = get32(heap.TWINS);
  if (wish === heap.ASK_NEVER || !is(get32(heap.WANTED), heap.HAS_TWINS)) return false;
  set32(heap.TWINS, wish === heap.ASKED ? heap.ASK_EACH : wish);
  return wish === heap.ASK_EACH;
}

/** Takes some of the bytes [p, to), of which there is at least one; answers how far, or what `fail` answers. */
function step(state: int, p: int, to: int): int {
  switch (state) {
    case states.TEXT:
      return text(p, to);
    case states.NAME:
      return name(p, to);
    case states.NUMBER:
      return number(p, to);
    case states.WORD:
      return word(p, to);
    case states.SKIP:
      return skipped(p, to);
    case states.SKIP_SCALAR:
      return skippedScalar(p, to);
    case states.TEXT_ESCAPE:
    case states.NAME_ESCAPE:
      return escape(p);
    case states.TEXT_HEX:
    case states.NAME_HEX:
      return hexDigit(p);
    case states.BYTE_ORDER_MARK:
      return byteOrderMark(p);
    default: {
      const q = afterSpace(p, to);
      return q === to ? q : structure(state, q, get8(q), to);
    }
  }
}

/** Takes a byte where white space may have stood. */
function structure(state: int, p: int, byte: int, to: int): int {
  switch (state) {
    case states.FIRST_MEMBER:
      return byte === CLOSE_BRACE ? close(p) : beginName(p, byte);
    case states.NEXT_MEMBER:
      return beginName(p, byte);
    case states.COLON:
      if (byte !== 58) return fail(p, EXPECTED_COLON);
      if (isWritten()) {
        put(byte);
        set32(get32(heap.FRAME) + heap.FRAME_KEPT, 1);
      }
      return next(p + 1, states.VALUE);
    case states.FIRST_ITEM:
      return byte === CLOSE_BRACKET ? close(p) : nextItem(p);
    case states.VALUE:
      return beginValue(p, byte, to);
    case states.AFTER: {
      const opened = get32(get32(heap.FRAME));
      if (byte === opened + 2) return close(p);
      if (byte !== 44) return fail(p, EXPECTED_COMMA);
      return opened === OPEN_BRACKET ? nextItem(p + 1) : next(p + 1, states.NEXT_MEMBER);
    }
    default:
      return beginRoot(p, byte);
  }
}

function beginRoot(p: int, byte: int): int {
  const offset: float = getFloat(heap.BASE) + p;
  if (byte === 0xef && offset === 0) return next(p + 1, states.BYTE_ORDER_MARK);
  if (get32(heap.SINGLE) !== 0 && get32(heap.ROOTS) !== 0) return fail(p, EXPECTED_END);
  set32(heap.WANTED, heap.ROOT_NODE);
  // A bare number, such as the status that some tools print before a body, is no document.
  set32(heap.BARE_NUMBER, byte === 45 || isDigit(byte) ? 1 : 0);
  return next(p, states.VALUE);
}

function endRoot(): void {
  set32(heap.ROOTS, get32(heap.ROOTS) + 1);
  if (get32(heap.BARE_NUMBER) === 0) set32(heap.DOCUMENTS, get32(heap.DOCUMENTS) + 1);
  set32(heap.STATE, states.BETWEEN);
}

/** UTF-8's EF BB BF, which some editors and shells put before everything. */
function byteOrderMark(p: int): int {
  const offset: float = getFloat(heap.BASE) + p;
  if (get8(p) !== (offset === 1 ? 0xbb : 0xbf)) return fail(p, EXPECTED_VALUE);
  return offset === 1 ? p + 1 : next(p + 1, states.BETWEEN);
}
