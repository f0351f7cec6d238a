/** Moves through bytes of JSON. They were read before, so they are taken to be JSON. */
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const braceOpen = 0x7b;
const braceClose = 0x7d;
const bracketOpen = 0x5b;
const bracketClose = 0x5d;

export function isObjectAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === braceOpen;
}

export function isListAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === bracketOpen;
}

/** A member of an object: the offset of its key, and where its value begins and ends. */
export interface Member {
  readonly key: string;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** The members of the object at an offset, in order. */
export function* membersOf(bytes: Uint8Array, object: number): Generator<Member> {
  let at = skipSpace(bytes, object + 1);
  while (bytes[at] === quote) {
    const keyEnd = skipString(bytes, at);
    // Past the colon.
    const start = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
    const end = skipValue(bytes, start);
    yield { key: textOf(bytes, at, keyEnd), at, start, end };
    at = afterComma(bytes, end);
  }
}

/** The offset of the first item of the list at an offset; undefined where it is empty. */
export function firstItem(bytes: Uint8Array, list: number): number | undefined {
  return itemAt(bytes, skipSpace(bytes, list + 1));
}

/** The offset of the item after the one at an offset; undefined where that is the last. */
export function itemAfter(bytes: Uint8Array, item: number): number | undefined {
  return itemAt(bytes, afterComma(bytes, skipValue(bytes, item)));
}

function itemAt(bytes: Uint8Array, at: number): number | undefined {
  return at < bytes.length && bytes[at] !== bracketClose ? at : undefined;
}

function afterComma(bytes: Uint8Array, end: number): number {
  const next = skipSpace(bytes, end);
  return bytes[next] === comma ? skipSpace(bytes, next + 1) : next;
}

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at += 1;
  return at;
}

/** The offset behind a string's closing quote. */
function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return Math.min(at + 1, bytes.length);
}

/** The offset behind a value, however deeply it is nested. */
export function skipValue(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === quote) {
      at = skipString(bytes, at);
      if (depth === 0) return at;
      continue;
    }
    if (byte === braceOpen || byte === bracketOpen) depth += 1;
    else if (byte === braceClose || byte === bracketClose) {
      if (depth <= 1) return depth === 0 ? at : at + 1;
      depth -= 1;
    } else if (depth === 0 && (byte === comma || (byte ?? 0) <= 0x20)) return at;
    at += 1;
  }
  return at;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  const raw = Buffer.from(bytes.subarray(start, end)).toString('utf8');
  if (!raw.includes('\\')) return raw.slice(1, -1);
  try {
    const text: unknown = JSON.parse(raw);
    return typeof text === 'string' ? text : raw;
  } catch {
    return raw;
  }
}
