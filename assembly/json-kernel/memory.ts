/**
 * The machine's `memory.ts` (src/input/json/kernel) in AssemblyScript: WebAssembly's own memory, and sixteen or
 * sixty-four bytes at once. Loads and stores may go beyond the end of an area by less than SLACK bytes.
 */
import { SKIP_BRACES, SKIP_BRACKETS, SKIP_ESCAPED, SKIP_TEXT } from './layout.ts';

export type int = i32;
export type float = f64;

export function get8(at: i32): i32 {
  return load<u8>(at);
}

export function set8(at: i32, value: i32): void {
  store<u8>(at, value);
}

export function get32(at: i32): i32 {
  return load<i32>(at);
}

export function set32(at: i32, value: i32): void {
  store<i32>(at, value);
}

export function getFloat(at: i32): f64 {
  return load<f64>(at);
}

export function setFloat(at: i32, value: f64): void {
  store<f64>(at, value);
}

export function multiply(one: i32, other: i32): i32 {
  return one * other;
}

export function copy(to: i32, from: i32, length: i32): void {
  memory.copy(to, from, length);
}

export function append(to: i32, from: i32, length: i32): void {
  // A call to copy memory takes as long as copying a hundred bytes.
  for (let index = 0; index < length; index += 16) v128.store(to + index, v128.load(from + index));
}

export function same(one: i32, other: i32, length: i32): bool {
  let left = length;
  let index = 0;
  while (left > 0) {
    let different = i8x16.bitmask(i8x16.ne(v128.load(one + index), v128.load(other + index)));
    if (left < 16) different &= (1 << left) - 1;
    if (different) return false;
    index += 16;
    left -= 16;
  }
  return true;
}

export function copyText(to: i32, from: i32, end: i32): i32 {
  const shift = to - from;
  let at = from;
  while (at < end) {
    const block = v128.load(at);
    v128.store(at + shift, block);
    const quotes = v128.or(i8x16.eq(block, i8x16.splat(34)), i8x16.eq(block, i8x16.splat(92)));
    const stops = i8x16.bitmask(v128.or(quotes, i8x16.lt_u(block, i8x16.splat(32))));
    if (stops) return min(at + ctz(stops), end);
    at += 16;
  }
  return end;
}

export function afterSpace(from: i32, end: i32): i32 {
  let at = from;
  if (at < end && load<u8>(at) > 32) return at;
  while (at < end) {
    const block = v128.load(at);
    // Tab, newline and carriage return by table; a byte above 15 selects nothing from it.
    const controls = i8x16.swizzle(i8x16(0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, -1, 0, 0), block);
    const others = ~i8x16.bitmask(v128.or(controls, i8x16.eq(block, i8x16.splat(32)))) & 0xffff;
    if (others) return min(at + ctz(others), end);
    at += 16;
  }
  return end;
}

export function afterWord(from: i32, end: i32): i32 {
  let at = from;
  while (at < end) {
    const block = v128.load(at);
    const letters = i8x16.lt_u(i8x16.sub(v128.or(block, i8x16.splat(32)), i8x16.splat(97)), i8x16.splat(26));
    const digits = i8x16.lt_u(i8x16.sub(block, i8x16.splat(48)), i8x16.splat(10));
    const hyphens = i8x16.eq(block, i8x16.splat(45));
    // A byte of a character that is not ASCII is negative.
    const words = v128.or(v128.or(letters, digits), v128.or(hyphens, i8x16.lt_s(block, i8x16.splat(0))));
    const others = ~i8x16.bitmask(words) & 0xffff;
    if (others) return min(at + ctz(others), end);
    at += 16;
  }
  return end;
}

export function afterPlain(from: i32): i32 {
  let at = from;
  let stops = 0;
  while (!stops) {
    const block = v128.load(at);
    // Bytes from 128 on are negative.
    const others = v128.or(i8x16.lt_s(block, i8x16.splat(32)), i8x16.eq(block, i8x16.splat(127)));
    stops = i8x16.bitmask(v128.or(others, i8x16.eq(block, i8x16.splat(34))));
    at += stops ? <i32>ctz(stops) : 16;
  }
  return at;
}

/** Bit by bit, whether each of 64 bytes equals the byte that fills `pattern`. */
function equal(a: v128, b: v128, c: v128, d: v128, pattern: v128): u64 {
  const low = i8x16.bitmask(i8x16.eq(a, pattern)) | (i8x16.bitmask(i8x16.eq(b, pattern)) << 16);
  const high = i8x16.bitmask(i8x16.eq(c, pattern)) | (i8x16.bitmask(i8x16.eq(d, pattern)) << 16);
  return <u64>(<u32>low) | ((<u64>(<u32>high)) << 32);
}

/** Bit n: the exclusive or of bits 0 … n. Of quotes it makes what is inside of strings (with the opening quote). */
function upTo(bits: u64): u64 {
  let all = bits ^ (bits << 1);
  all ^= all << 2;
  all ^= all << 4;
  all ^= all << 8;
  all ^= all << 16;
  return all ^ (all << 32);
}

/**
 * Which bytes follow a backslash that is not escaped itself; bit 0 may, from the block before. Runs of
 * backslashes are told apart by where they begin, with the carry of an addition running through them.
 */
function escapedBytes(backslashes: u64, before: u64): u64 {
  const even: u64 = 0x5555555555555555;
  const active = backslashes & ~before;
  const follows = (active << 1) | before;
  const oddStarts = active & ~even & ~follows;
  const inverted = (oddStarts + active) << 1;
  return (even ^ inverted) & follows;
}

export function skip(from: i32, end: i32): i32 {
  let at = from;
  let braces = load<i32>(SKIP_BRACES);
  let brackets = load<i32>(SKIP_BRACKETS);
  let inside: u64 = load<i32>(SKIP_TEXT) ? ~(<u64>0) : 0;
  let escaped: u64 = load<i32>(SKIP_ESCAPED);
  let done = false;
  while (at < end && !done) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const length = min(end - at, 64);
    const valid: u64 = length === 64 ? ~(<u64>0) : ((<u64>1) << length) - 1;

    const backslashes = equal(a, b, c, d, i8x16.splat(92)) & valid;
    let quotes = equal(a, b, c, d, i8x16.splat(34)) & valid;
    if (backslashes | escaped) {
      const after = escapedBytes(backslashes, escaped);
      quotes &= ~after;
      // A backslash that is last and not escaped reaches into the next block.
      escaped = ((backslashes & ~after) >> (length - 1)) & 1;
    }
    const texts = upTo(quotes) ^ inside;
    const outside = valid & ~texts;
    const openBraces = equal(a, b, c, d, i8x16.splat(123)) & outside;
    const closeBraces = equal(a, b, c, d, i8x16.splat(125)) & outside;
    const openBrackets = equal(a, b, c, d, i8x16.splat(91)) & outside;
    const closeBrackets = equal(a, b, c, d, i8x16.splat(93)) & outside;
    const closes = closeBraces | closeBrackets;
    const depth = braces + brackets;

    if (depth - <i32>popcnt(closes) <= 0) {
      // It may end in this block: at a closing bracket, or, where it is a string, at its quote.
      let level = depth;
      let stops = depth === 0 ? quotes : openBraces | openBrackets | closes;
      while (stops && !done) {
        const bit = stops & (0 - stops);
        if (depth > 0) level += closes & bit ? -1 : 1;
        if (level <= 0) {
          const upToHere = bit | (bit - 1);
          braces += <i32>popcnt(openBraces & upToHere) - <i32>popcnt(closeBraces & upToHere);
          brackets += <i32>popcnt(openBrackets & upToHere) - <i32>popcnt(closeBrackets & upToHere);
          at += <i32>ctz(bit) + 1;
          inside = 0;
          done = true;
        }
        stops ^= bit;
      }
      if (done) break;
    }
    braces += <i32>popcnt(openBraces) - <i32>popcnt(closeBraces);
    brackets += <i32>popcnt(openBrackets) - <i32>popcnt(closeBrackets);
    // The last byte's bit, spread over all.
    inside = 0 - ((texts >> (length - 1)) & 1);
    at += length;
  }
  store<i32>(SKIP_BRACES, braces);
  store<i32>(SKIP_BRACKETS, brackets);
  store<i32>(SKIP_TEXT, inside ? 1 : 0);
  store<i32>(SKIP_ESCAPED, <i32>escaped);
  return at;
}
