/**
 * Texts that are filled in for finished records (../filling.ts), of the bytes that stand in the heap. What has
 * characters that do not stand for themselves in a string of JSON is left to the driver.
 */
import { afterPlain, append, copy, get32, get8, multiply, same, set32 } from './memory.ts';
import type { int } from './memory.ts';
import { isDigit } from './grammar.ts';
import { HIGH_FACTOR, HIGH_START, LOW_FACTOR, LOW_START } from './hash.ts';
import * as heap from './layout.ts';

const QUOTE: int = 34;
const COMMA: int = 44;
const OPEN_BRACKET: int = 91;
const LETTER_Z: int = 90;

/**
 * Fills in the texts of the finished records from the `first` to the one before `end`, as long as they have fillings
 * that go to the same place, and there is room. Answers for how many it did.
 */
export function fill(first: int, end: int): int {
  set32(heap.TEXT_LENGTH, 0);
  set32(heap.ASIDE_LENGTH, 0);
  let taker: int = 0;
  let index: int = first;
  while (index < end) {
    const mark: int = get32(heap.MARKS_AT) + index * heap.MARK_SIZE;
    const filling = fillingOf(mark);
    if (filling === 0 || (taker !== 0 && get32(filling + heap.FILLING_TAKER) !== taker)) break;
    taker = get32(filling + heap.FILLING_TAKER);
    if (!fillOne(filling, get32(mark + heap.MARK_TEXT), index - first)) break;
    index += 1;
  }
  return index - first;
}

/** The address of the filling for the record with a mark; 0 where it has none. */
function fillingOf(mark: int): int {
  const shape = get32(mark + heap.MARK_SHAPE);
  if (shape < 0 || get32(mark + heap.MARK_DOCUMENT) !== 0) return 0;
  return get32(get32(heap.FILLING_TABLE) + shape * 4);
}

/** Fills in the texts of the record that stands at `record`; false where it is to be left. */
function fillOne(filling: int, record: int, nth: int): boolean {
  if (!isItem(filling, record + 1) || !noteSpans(record)) return false;
  const length = get32(heap.TEXT_LENGTH);
  const out: int = get32(heap.TEXT_AT) + length;
  const room: int = get32(heap.TEXT_LIMIT) - length;
  const aside = get32(filling + heap.FILLING_ASIDE);
  const keys = get32(filling + heap.FILLING_KEY);
  const size = writePieces(get32(filling + heap.FILLING_TEXT), aside, out, room);
  // The key is written behind the text, and not kept.
  const key = size < 0 ? -1 : writePieces(keys, get32(filling + heap.FILLING_END), out + size, room - size);
  const before = get32(heap.ASIDE_LENGTH);
  const more = writePieces(aside, keys, get32(heap.ASIDE_AT) + before, get32(heap.TEXT_LIMIT) - before);
  if (key < 0 || more < 0 || !noteMoment(get32(filling + heap.FILLING_MOMENT))) return false;
  writeHash(get32(heap.HASHES_AT) + nth * heap.HASH_SIZE, out + size, out + size + key);
  set32(heap.TEXT_LENGTH, length + size);
  set32(heap.ASIDE_LENGTH, before + more);
  return true;
}

/** Whether the pointer at `pointer` leads to an item of the filling's list. */
function isItem(filling: int, pointer: int): boolean {
  const length = get32(filling + heap.FILLING_LIST_LENGTH);
  if (!same(get32(filling + heap.FILLING_LIST), pointer, length)) return false;
  let at: int = pointer + length;
  while (isDigit(get8(at))) at += 1;
  return get8(at) === QUOTE;
}

/** Notes where a record's pointer and names stand; false where these have other characters, or are too many. */
function noteSpans(record: int): boolean {
  let count: int = 0;
  let at: int = record;
  let more = true;
  while (more) {
    const end = afterPlain(at + 1);
    if (get8(at) !== QUOTE || get8(end) !== QUOTE || count === heap.SPANS_LIMIT) return false;
    const span: int = get32(heap.SPANS_AT) + count * heap.SPAN_SIZE;
    set32(span, at + 1);
    set32(span + heap.SPAN_END, end);
    more = get8(end + 1) === COMMA;
    at = end + 2;
    if (count === 0) {
      // After the pointer and its comma comes the list of names.
      if (get8(at) !== OPEN_BRACKET) return false;
      at += 1;
      more = get8(at) === QUOTE;
    }
    count += 1;
  }
  return true;
}

/** Writes the pieces at [from, to); answers how long they are, or -1 where there is no room. */
function writePieces(from: int, to: int, out: int, room: int): int {
  let end = out;
  for (let piece: int = from; piece < to; piece += heap.PIECE_SIZE) {
    const number = get32(piece);
    let start = get32(piece + heap.PIECE_START);
    let length = get32(piece + heap.PIECE_LENGTH);
    if (number >= 0) {
      const span: int = get32(heap.SPANS_AT) + number * heap.SPAN_SIZE;
      start += get32(span);
      length = get32(span + heap.SPAN_END) - start;
    }
    if (length < 0 || end - out + length > room) return -1;
    append(end, start, length);
    end += length;
  }
  return end - out;
}

/** Takes a moment for the latest if it is; false where it is in another form than the one that was. */
function noteMoment(number: int): boolean {
  if (number === 0) return true;
  const span: int = get32(heap.SPANS_AT) + number * heap.SPAN_SIZE;
  const start = get32(span);
  const end = get32(span + heap.SPAN_END);
  const latest = get32(heap.LATEST_AT);
  const length = get32(heap.LATEST_LENGTH);
  if (end - start !== length || length === 0 || get8(end - 1) !== LETTER_Z || get8(latest + length - 1) !== LETTER_Z)
    return false;
  let at: int = 0;
  while (at < length && get8(start + at) === get8(latest + at)) at += 1;
  if (at < length && get8(start + at) > get8(latest + at)) copy(latest, start, length);
  return true;
}

function writeHash(to: int, from: int, end: int): void {
  let low = LOW_START;
  let high = HIGH_START;
  for (let at: int = from; at < end; at += 1) {
    low = multiply(low ^ get8(at), LOW_FACTOR);
    high = multiply(high ^ get8(at), HIGH_FACTOR);
  }
  set32(to, low);
  // Never 0, which stands for none.
  set32(to + 4, high | 1);
}
