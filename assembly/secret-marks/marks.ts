/**
 * Places in a text, as UTF-8, where something may stand that looks like a secret: the same places as the patterns of
 * src/secrets find, for which src/secrets/marks.ts asks.
 */
import {
  CLASSES,
  CREDENTIALS,
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

const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const COLON = 58;
const AT_SIGN = 64;
const BACKSLASH = 92;

const MOST_FOUND = (TEXT - FOUND) / 8;

/** So many of the last runs are told from the next one, where each is wanted once. */
const LAST_RUNS = 8;
/** More bytes than the pattern of credentials has characters. */
const LONGEST_CREDENTIALS = 1024;

/**
 * Each longest run of bytes of the classes `wanted` with at least `least` of the class `counted`, and some of each class
 * of `all`. Only every `least`th byte is looked at where it is of no such run: one that begins before it would reach
 * it. With `once`, one that has the bytes of one of those before it, and goes on alike, is passed over. Answers how many
 * there are, -1 where there is no room for them.
 */
export function runs(length: i32, wanted: i32, least: i32, counted: i32, all: i32, once: bool): i32 {
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
    if (count >= least && (seen & all) === all && !(once && wasFound(found, start, after))) {
      if (found === MOST_FOUND) return -1;
      note(found, start - TEXT, after - TEXT);
      found += 1;
    }
    from = after + 1;
  }
  return found;
}

/** Whether one of the last runs has the same bytes and the same one behind them, which tells that it is as long. */
function wasFound(found: i32, start: i32, after: i32): bool {
  for (let index = max(found - LAST_RUNS, 0); index < found; index += 1) {
    const other = TEXT + load<i32>(FOUND + index * 8);
    if (memory.compare(other, start, after + 1 - start) === 0) return true;
  }
  return false;
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
    if (stands(entry, at, end) && goesOn(entry, at, end)) {
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

/** Whether behind a word stands what has to follow. */
function goesOn(entry: i32, at: i32, end: i32): bool {
  return load<u8>(entry, 3) !== CREDENTIALS || areCredentials(at + <i32>load<u8>(entry, 2), end);
}

/** Whether there may be a user, a colon, a password and an `@`: all of the pattern but how long they are. */
function areCredentials(from: i32, end: i32): bool {
  const last = min(end, from + LONGEST_CREDENTIALS);
  let at = from;
  while (at < last && isOfCredentials(at) && load<u8>(at) !== COLON) at += 1;
  if (at === from || at >= last || load<u8>(at) !== COLON) return false;
  const password = at + 1;
  at = password;
  while (at < last && isOfCredentials(at)) at += 1;
  return at > password && at < last && load<u8>(at) === AT_SIGN;
}

/** No white space, slash, `@`, quote or backslash. */
function isOfCredentials(at: i32): bool {
  const byte = <i32>load<u8>(at);
  const isSpace = byte === 32 || (byte >= 9 && byte <= 13);
  return !isSpace && byte !== SLASH && byte !== AT_SIGN && byte !== QUOTE && byte !== APOSTROPHE && byte !== BACKSLASH;
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
