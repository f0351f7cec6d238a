/** The heap of the machine and what is done to many of its bytes at once, in plain JavaScript. */
import { isWord } from './grammar.ts';
import { SKIP_BRACES, SKIP_BRACKETS, SKIP_ESCAPED, SKIP_TEXT } from './layout.ts';

/** A whole number of 32 bits (AssemblyScript has a memory of its own, where this is `i32`). */
export type int = number;
export type float = number;

let bytes = new Uint8Array(0);
let words = new Int32Array(0);
let floats = new Float64Array(0);

/** Makes a heap the one that is worked on. */
export function useHeap(heap: ArrayBuffer): void {
  if (bytes.buffer === heap) return;
  bytes = new Uint8Array(heap);
  words = new Int32Array(heap);
  floats = new Float64Array(heap);
}

export function get8(at: int): int {
  return bytes[at] ?? 0;
}

export function set8(at: int, value: int): void {
  bytes[at] = value;
}

export function get32(at: int): int {
  return words[at >> 2] ?? 0;
}

export function set32(at: int, value: int): void {
  words[at >> 2] = value;
}

export function getFloat(at: int): float {
  return floats[at >> 3] ?? 0;
}

export function setFloat(at: int, value: float): void {
  floats[at >> 3] = value;
}

/** The lower 32 bits of a product. */
export function multiply(one: int, other: int): int {
  return Math.imul(one, other);
}

export function copy(to: int, from: int, length: int): void {
  bytes.copyWithin(to, from, from + length);
}

/** Copies a few bytes to where nothing that is wanted stands behind them, within SLACK bytes. */
export function append(to: int, from: int, length: int): void {
  copy(to, from, length);
}

export function same(one: int, other: int, length: int): boolean {
  for (let index = 0; index < length; index += 1) {
    if (bytes[one + index] !== bytes[other + index]) return false;
  }
  return true;
}

/** Copies the inside of a string up to a quote, a backslash, a control character or the end; answers where. */
export function copyText(to: int, from: int, end: int): int {
  const heap = bytes;
  const shift = to - from;
  let at = from;
  while (at < end) {
    const byte = heap[at] ?? 0;
    if (byte < 32 || byte === 34 || byte === 92) break;
    heap[at + shift] = byte;
    at += 1;
  }
  return at;
}

/** The first byte that is no white space, or the end. */
export function afterSpace(from: int, end: int): int {
  const heap = bytes;
  let at = from;
  while (at < end) {
    const byte = heap[at] ?? 0;
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
    at += 1;
  }
  return at;
}

/** The first byte that is no part of a word (`isWord`), or the end. */
export function afterWord(from: int, end: int): int {
  const heap = bytes;
  let at = from;
  while (at < end && isWord(heap[at] ?? 0)) at += 1;
  return at;
}

/** The first byte that is a quote or no printable ASCII. */
export function afterPlain(from: int): int {
  const heap = bytes;
  let at = from;
  for (let byte = heap[at] ?? 0; byte >= 32 && byte < 127 && byte !== 34; byte = heap[at] ?? 0) at += 1;
  return at;
}

/**
 * Goes on with the skip that the heap's SKIP words describe: until all that was opened outside of strings is
 * closed, or the end. Answers where it stopped.
 */
export function skip(from: int, end: int): int {
  const heap = bytes;
  let at = from;
  let braces = get32(SKIP_BRACES);
  let brackets = get32(SKIP_BRACKETS);
  let inText = get32(SKIP_TEXT) !== 0;
  let escaped = get32(SKIP_ESCAPED) !== 0;
  while (at < end) {
    const byte = heap[at] ?? 0;
    at += 1;
    if (escaped) {
      escaped = false;
      // Outside of strings a backslash has no meaning; there it keeps quotes from counting, and nothing else.
      if (inText || byte === 34) continue;
    } else if (byte === 92) {
      escaped = true;
      continue;
    }
    if (inText) {
      if (byte !== 34) continue;
      inText = false;
      if (braces + brackets <= 0) break;
    } else if (byte === 34) inText = true;
    else if (byte >= 91) {
      if (byte === 123) braces += 1;
      else if (byte === 91) brackets += 1;
      else if (byte === 125) braces -= 1;
      else if (byte === 93) brackets -= 1;
      if (braces + brackets <= 0) break;
    }
  }
  set32(SKIP_BRACES, braces);
  set32(SKIP_BRACKETS, brackets);
  set32(SKIP_TEXT, inText ? 1 : 0);
  set32(SKIP_ESCAPED, escaped ? 1 : 0);
  return at;
}
