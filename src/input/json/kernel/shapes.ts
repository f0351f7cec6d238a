/**
 * Shapes: the text of a record without the strings that nobody looks into (names). Records that differ in names
 * only have one shape, which is told once.
 */
import { copy, get32, get8, same, set32, set8 } from './memory.ts';
import type { int } from './memory.ts';
import { isWord } from './grammar.ts';
import * as heap from './layout.ts';

/**
 * Moves the string that was just written from the unfinished text to the holes; one that is empty or has escapes
 * is no name. What is left of it is how it may be taken apart: everything up to its last bar (`outbound|80|v1|` of
 * a cluster's name), and then its punctuation. Answers how long it was without its quotes; 0 where it stays.
 */
export function takeOut(): int {
  const from = get32(heap.HOLE_AT);
  const length: int = get32(heap.OPEN_LENGTH) - from;
  const holes = get32(heap.HOLES_LENGTH);
  if (length === 2 || get32(heap.HOLE_ESCAPED) !== 0 || holes + length + 1 > get32(heap.HOLES_LIMIT)) return 0;
  const name: int = get32(heap.HOLES_AT) + holes;
  copy(name, get32(heap.OPEN_AT) + from, length);
  set8(name + length, 44);
  set32(heap.HOLES_LENGTH, holes + length + 1);

  const end: int = name + length - 1;
  const stem = stemOf(name + 1, end);
  // The quotes make room for the marks.
  let out: int = get32(heap.OPEN_AT) + from;
  set8(out, heap.HOLE);
  out += 1;
  for (let at: int = name + 1; at < end; at += 1) {
    const byte = get8(at);
    if (at < stem || !isWord(byte)) {
      set8(out, byte);
      out += 1;
    }
  }
  set8(out, heap.HOLE_END);
  set32(heap.OPEN_LENGTH, out + 1 - get32(heap.OPEN_AT));
  return length - 2;
}

/** Where a name goes on after its last bar. */
function stemOf(from: int, end: int): int {
  for (let at: int = end; at > from; at -= 1) {
    if (get8(at - 1) === 124) return at;
  }
  return from;
}

/** The number of the shape with this text, which is added where it is new; -1 where there is no more room. */
export function shapeOf(text: int, length: int): int {
  const hash = hashOf(text, length);
  const mask = get32(heap.SHAPE_MASK);
  let slot: int = get32(heap.SHAPE_TABLE) + (hash & mask) * heap.SHAPE_SLOT_SIZE;
  let probe = hash;
  while (get32(slot + 4) !== 0) {
    const known: int = get32(slot + 4) - 1;
    if (get32(slot) === hash && isShape(known, text, length)) return known;
    probe += 1;
    slot = get32(heap.SHAPE_TABLE) + (probe & mask) * heap.SHAPE_SLOT_SIZE;
  }
  const added = addShape(text, length);
  if (added >= 0) {
    set32(slot, hash);
    set32(slot + 4, added + 1);
  }
  return added;
}

function isShape(number: int, text: int, length: int): boolean {
  const shape: int = get32(heap.SHAPE_LIST) + number * heap.SHAPE_SIZE;
  return get32(shape + 4) === length && same(get32(shape), text, length);
}

function addShape(text: int, length: int): int {
  const number = get32(heap.SHAPE_COUNT);
  const used = get32(heap.SHAPES_LENGTH);
  // The table stays half empty, so that a search ends.
  if (number * 2 > get32(heap.SHAPE_MASK) || used + length > get32(heap.SHAPES_LIMIT)) return -1;
  const at: int = get32(heap.SHAPES_AT) + used;
  copy(at, text, length);
  const shape: int = get32(heap.SHAPE_LIST) + number * heap.SHAPE_SIZE;
  set32(shape, at);
  set32(shape + 4, length);
  set32(heap.SHAPES_LENGTH, used + ((length + 15) & ~15));
  set32(heap.SHAPE_COUNT, number + 1);
  return number;
}

/** Four bytes at a time; what is left over at the end is told by the comparison. */
function hashOf(text: int, length: int): int {
  let hash: int = length;
  const end: int = text + length - 3;
  for (let at: int = text; at < end; at += 4) {
    const word: int = get8(at) | (get8(at + 1) << 8) | (get8(at + 2) << 16) | (get8(at + 3) << 24);
    hash = ((hash << 5) ^ (hash >>> 27) ^ word) | 0;
    hash = (hash + (hash << 10)) | 0;
  }
  hash ^= hash >>> 15;
  return hash;
}

/** Writes a shape's text with its holes filled again; answers its length. */
export function writeFilled(to: int, text: int, length: int, holes: int): int {
  let out = to;
  let hole = holes;
  for (let at: int = text; at < text + length; at += 1) {
    const byte = get8(at);
    if (byte !== heap.HOLE) {
      set8(out, byte);
      out += 1;
    } else {
      while (get8(at) !== heap.HOLE_END) at += 1;
      const size = stringLength(hole);
      copy(out, hole, size);
      out += size;
      hole += size + 1;
    }
  }
  return out - to;
}

/** The length of the string at an address, with its quotes. */
function stringLength(at: int): int {
  let end: int = at + 1;
  while (get8(end) !== 34) end += get8(end) === 92 ? 2 : 1;
  return end + 1 - at;
}
