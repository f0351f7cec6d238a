/**
 * Places in a text, as UTF-8, where something may stand that looks like a secret: the same places as the patterns of
 * src/secrets find, for which src/secrets/marks.ts asks.
 */
import {
  CLASSES,
  FIRST_WORDS,
  FOLDED,
  FOUND,
  HALVES,
  HASHES,
  TEXT,
  WORD_BYTES,
  WORD_SIZE,
  WORDS,
} from './kernel-layout';

const MOST_FOUND = (TEXT - FOUND) / 8;

/**
 * Each longest run of bytes of the classes `wanted` with at least `least` of the class `counted`, and some of each class
 * of `all`. Only every `least`th byte is looked at where it is of no such run: one that begins before it would reach
 * it. Answers how many there are, -1 where there is no room for them.
 */
export function runs(length: i32, wanted: i32, least: i32, counted: i32, all: i32): i32 {
  const end = TEXT + length;
  let found = 0;
  let from = TEXT;
  while (from + least <= end) {
    const probe = from + least - 1;
    if (!(classesOf(probe) & wanted)) {
      from = probe + 1;
      continue;
    }
    let start = probe;
    while (start > from && classesOf(start - 1) & wanted) start -= 1;
    let after = start;
    let count = 0;
    let seen = 0;
    while (after < end) {
      const classes = classesOf(after);
      if (!(classes & wanted)) break;
      count += i32((classes & counted) !== 0);
      seen |= classes;
      after += 1;
    }
    if (count >= least && (seen & all) === all) {
      if (found === MOST_FOUND) return -1;
      note(found, start - TEXT, after - TEXT);
      found += 1;
    }
    from = after + 1;
  }
  return found;
}

function classesOf(at: i32): i32 {
  return load<u8>(CLASSES + <i32>load<u8>(at));
}

/** Where one of the words begins, and what it begins. Answers how many there are, -1 where there is no room for them. */
export function beginnings(length: i32): i32 {
  const end = TEXT + length;
  const low0 = v128.load(HALVES);
  const low1 = v128.load(HALVES, 16);
  const low2 = v128.load(HALVES, 32);
  const high0 = v128.load(HALVES, 48);
  const high1 = v128.load(HALVES, 64);
  const high2 = v128.load(HALVES, 80);
  const half = i8x16.splat(15);
  let found = 0;
  for (let at = TEXT; at < end; at += 16) {
    const a = v128.load(at);
    const b = v128.load(at, 1);
    const c = v128.load(at, 2);
    const first = v128.and(i8x16.swizzle(low0, v128.and(a, half)), i8x16.swizzle(high0, i8x16.shr_u(a, 4)));
    const second = v128.and(i8x16.swizzle(low1, v128.and(b, half)), i8x16.swizzle(high1, i8x16.shr_u(b, 4)));
    const third = v128.and(i8x16.swizzle(low2, v128.and(c, half)), i8x16.swizzle(high2, i8x16.shr_u(c, 4)));
    // A bit for each byte at which a word may begin.
    let may = i8x16.bitmask(i8x16.ne(v128.and(first, v128.and(second, third)), i8x16.splat(0)));
    while (may) {
      found = beginningsAt(at + ctz(may), end, found);
      if (found < 0) return -1;
      may &= may - 1;
    }
  }
  return found;
}

function beginningsAt(at: i32, end: i32, before: i32): i32 {
  let found = before;
  const hash = <i32>folded(at) + <i32>folded(at + 1) * 37 + <i32>folded(at + 2) * 101;
  let word = <i32>load<u8>(FIRST_WORDS + (hash & (HASHES - 1)));
  while (word) {
    const entry = WORDS + word * WORD_SIZE;
    if (stands(entry, at, end)) {
      if (found === MOST_FOUND) return -1;
      note(found, <i32>load<u8>(entry, 1), at - TEXT);
      found += 1;
    }
    word = load<u8>(entry);
  }
  return found;
}

/** Whether a word stands in the text, in capitals or small letters. */
function stands(entry: i32, at: i32, end: i32): bool {
  const length = <i32>load<u8>(entry, 2);
  if (at + length > end) return false;
  for (let index = 0; index < length; index += 1) {
    if (folded(at + index) !== load<u8>(entry + WORD_BYTES + index)) return false;
  }
  return true;
}

function folded(at: i32): u8 {
  return load<u8>(FOLDED + <i32>load<u8>(at));
}

function note(index: i32, one: i32, other: i32): void {
  store<i32>(FOUND + index * 8, one);
  store<i32>(FOUND + index * 8, other, 4);
}

/** How many units of UTF-16 the bytes from one place to another are. */
export function units(from: i32, to: i32): i32 {
  let count = 0;
  for (let at = TEXT + from; at < TEXT + to; at += 1) {
    const byte = load<u8>(at);
    // What goes on with a character counts nothing; four bytes are two units.
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}
