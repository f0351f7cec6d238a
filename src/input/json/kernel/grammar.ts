import type { int } from './memory.ts';

export function isDigit(byte: int): boolean {
  return byte >= 48 && byte <= 57;
}

/** What words of a name are made of: letters, digits, `-`, and every byte of characters that are not ASCII. */
export function isWord(byte: int): boolean {
  return isDigit(byte) || byte === 45 || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte > 127;
}

export function isHexDigit(byte: int): boolean {
  const lower: int = byte | 32;
  return isDigit(byte) || (lower >= 97 && lower <= 102);
}

/** What may follow a backslash, besides `u`. */
export function isEscape(byte: int): boolean {
  return (
    byte === 34 ||
    byte === 92 ||
    byte === 47 ||
    byte === 98 ||
    byte === 102 ||
    byte === 110 ||
    byte === 114 ||
    byte === 116
  );
}

/** Whether a number, `true`, `false` or `null` may begin with this byte. */
export function startsScalar(byte: int): boolean {
  return byte === 45 || isDigit(byte) || byte === 116 || byte === 102 || byte === 110;
}

/** Whether a skipped number or word is over before this byte. */
export function endsScalar(byte: int): boolean {
  return (
    byte <= 32 ||
    byte === 44 ||
    byte === 93 ||
    byte === 125 ||
    byte === 34 ||
    byte === 58 ||
    byte === 91 ||
    byte === 123
  );
}

// RFC 8259, section 6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
export const NUMBER_START: int = 0;
const MINUS: int = 1;
const ZERO: int = 2;
const INTEGER: int = 3;
const POINT: int = 4;
const FRACTION: int = 5;
const E: int = 6;
const SIGN: int = 7;
const EXPONENT: int = 8;

/** The state after one more byte of a number, or -1 where the byte is no part of it. */
export function numberAfter(state: int, byte: int): int {
  if (isDigit(byte)) {
    if (state === ZERO) return -1;
    if (state === NUMBER_START || state === MINUS) return byte === 48 ? ZERO : INTEGER;
    if (state === POINT) return FRACTION;
    return state === E || state === SIGN ? EXPONENT : state;
  }
  if (byte === 45 && state === NUMBER_START) return MINUS;
  if (byte === 46 && (state === ZERO || state === INTEGER)) return POINT;
  if ((byte | 32) === 101 && (state === ZERO || state === INTEGER || state === FRACTION)) return E;
  return (byte === 43 || byte === 45) && state === E ? SIGN : -1;
}

/** Whether a number may end in this state. */
export function isNumber(state: int): boolean {
  return state === ZERO || state === INTEGER || state === FRACTION || state === EXPONENT;
}
