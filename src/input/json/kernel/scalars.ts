/** Names, strings, numbers and words, of which a window may hold only a part. */
import { copyText, get32, get8, set32, skip } from './memory.ts';
import type { int } from './memory.ts';
import * as heap from './layout.ts';
import {
  CONTROL_CHARACTER,
  EXPECTED_COMMA,
  EXPECTED_DIGIT,
  EXPECTED_ESCAPE,
  EXPECTED_WORD,
  UNBALANCED,
} from './failures.ts';
import { isEscape, isHexDigit, isNumber, numberAfter } from './grammar.ts';
import { endName } from './members.ts';
import { takeOut } from './shapes.ts';
import { fail, next, put } from './state.ts';
import { NAME, NAME_ESCAPE, NAME_HEX, TEXT, TEXT_ESCAPE, TEXT_HEX } from './states.ts';
import { afterScalar } from './skips.ts';
import { noteCut } from './templates.ts';
import { endSkip, endValue } from './values.ts';

const QUOTE: int = 34;
const BACKSLASH: int = 92;

export function name(p: int, to: int): int {
  const q = take(p, to);
  if (q === to) return q;
  const byte = get8(q);
  if (byte < 32) return fail(q, CONTROL_CHARACTER);
  put(byte);
  if (byte === QUOTE) return endName(q + 1);
  set32(heap.NAME_ESCAPED, 1);
  return next(q + 1, NAME_ESCAPE);
}

export function text(p: int, to: int): int {
  const q = take(p, to);
  if (q === to) return q;
  const byte = get8(q);
  if (byte < 32) return fail(q, CONTROL_CHARACTER);
  put(byte);
  if (byte === BACKSLASH) {
    set32(heap.HOLE_ESCAPED, 1);
    return next(q + 1, TEXT_ESCAPE);
  }
  if (get32(heap.HOLE_AT) >= 0) {
    const length = takeOut();
    if (length > 0) noteCut(heap.NAME_CUT, q - length, q);
  }
  return endValue(q + 1);
}

/** Adds to the unfinished text what needs no thought; answers where it ends. */
function take(p: int, to: int): int {
  const length = get32(heap.OPEN_LENGTH);
  const q = copyText(get32(heap.OPEN_AT) + length, p, to);
  set32(heap.OPEN_LENGTH, length + (q - p));
  return q;
}

export function escape(p: int): int {
  const byte = get8(p);
  const inName: boolean = get32(heap.STATE) === NAME_ESCAPE;
  if (byte === 117) {
    set32(heap.HEX_LEFT, 4);
    put(byte);
    return next(p + 1, inName ? NAME_HEX : TEXT_HEX);
  }
  if (!isEscape(byte)) return fail(p, EXPECTED_ESCAPE);
  put(byte);
  return next(p + 1, inName ? NAME : TEXT);
}

export function hexDigit(p: int): int {
  const byte = get8(p);
  if (!isHexDigit(byte)) return fail(p, EXPECTED_ESCAPE);
  put(byte);
  const left: int = get32(heap.HEX_LEFT) - 1;
  set32(heap.HEX_LEFT, left);
  if (left > 0) return p + 1;
  return next(p + 1, get32(heap.STATE) === NAME_HEX ? NAME : TEXT);
}

export function number(p: int, to: int): int {
  let state = get32(heap.NUMBER_STATE);
  let q = p;
  while (q < to) {
    const byte = get8(q);
    const after = numberAfter(state, byte);
    if (after < 0) return isNumber(state) ? endValue(q) : fail(q, EXPECTED_DIGIT);
    put(byte);
    state = after;
    q += 1;
  }
  set32(heap.NUMBER_STATE, state);
  return q;
}

export function word(p: int, to: int): int {
  const end = get32(heap.WORD_END);
  let at = get32(heap.WORD_AT);
  let q = p;
  while (q < to && at < end) {
    const byte = get8(q);
    if (byte !== get8(at)) return fail(q, EXPECTED_WORD);
    put(byte);
    at += 1;
    q += 1;
  }
  set32(heap.WORD_AT, at);
  return at === end ? endValue(q) : q;
}

/** What is skipped and has brackets or quotes around it. */
export function skipped(p: int, to: int): int {
  const q = skip(p, to);
  const braces = get32(heap.SKIP_BRACES);
  if (get32(heap.SKIP_TEXT) !== 0 || braces + get32(heap.SKIP_BRACKETS) > 0) return q;
  return braces === 0 ? endSkip(q) : fail(q - 1, UNBALANCED);
}

export function skippedScalar(p: int, to: int): int {
  const q = afterScalar(p, to);
  if (q === to) return q;
  const byte = get8(q);
  return byte === QUOTE ? fail(q, EXPECTED_COMMA) : endSkip(q);
}
