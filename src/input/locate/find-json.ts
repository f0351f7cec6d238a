import { camelCase } from '../json/plan.ts';

/** Where a pointer leads in a text, or as far as it does. */
export interface FoundNode {
  /** The tokens that were followed, as spelled in the source. */
  readonly tokens: readonly string[];
  /** The tokens that lead nowhere: what the source does not say. */
  readonly absent: readonly string[];
  /** Offset of the member's key, or of the value where it has none; the value's own span. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const braceOpen = 0x7b;
const braceClose = 0x7d;
const bracketOpen = 0x5b;
const bracketClose = 0x5d;

/**
 * Follows tokens from the value at `start`; a token in snake_case leads to the camelCase member as well. Of equal
 * keys the last one counts, as it does for JSON.parse. The bytes were read before, so they are taken to be JSON.
 */
export function findInJson(bytes: Uint8Array, start: number, tokens: readonly string[]): FoundNode {
  let node = { at: start, start: skipSpace(bytes, start), end: 0 };
  const followed: string[] = [];
  for (const token of tokens) {
    const child = childOf(bytes, node.start, token);
    if (child === undefined) break;
    followed.push(child.key);
    node = { at: child.at, start: child.start, end: child.end };
  }
  const end = node.end === 0 ? skipValue(bytes, node.start) : node.end;
  const at = followed.length === 0 ? node.start : node.at;
  return { tokens: followed, absent: tokens.slice(followed.length), at, start: node.start, end };
}

interface Child {
  readonly key: string;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

function childOf(bytes: Uint8Array, at: number, token: string): Child | undefined {
  if (bytes[at] === braceOpen) return memberOf(bytes, at, token);
  return bytes[at] === bracketOpen && /^\d+$/.test(token) ? itemOf(bytes, at, Number(token)) : undefined;
}

function memberOf(bytes: Uint8Array, object: number, token: string): Child | undefined {
  const camel = camelCase(token);
  let exact: Child | undefined;
  let spelledOtherwise: Child | undefined;
  let at = skipSpace(bytes, object + 1);
  while (bytes[at] === quote) {
    const keyEnd = skipString(bytes, at);
    const key = textOf(bytes, at, keyEnd);
    // Past the colon.
    const start = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
    const end = skipValue(bytes, start);
    if (key === token) exact = { key, at, start, end };
    else if (key === camel) spelledOtherwise = { key, at, start, end };
    at = afterComma(bytes, end);
  }
  return exact ?? spelledOtherwise;
}

function itemOf(bytes: Uint8Array, list: number, index: number): Child | undefined {
  let at = skipSpace(bytes, list + 1);
  for (let count = 0; at < bytes.length && bytes[at] !== bracketClose; count++) {
    const end = skipValue(bytes, at);
    if (count === index) return { key: String(index), at, start: at, end };
    at = afterComma(bytes, end);
  }
  return undefined;
}

function afterComma(bytes: Uint8Array, end: number): number {
  const next = skipSpace(bytes, end);
  return bytes[next] === comma ? skipSpace(bytes, next + 1) : next;
}

function skipSpace(bytes: Uint8Array, from: number): number {
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
function skipValue(bytes: Uint8Array, from: number): number {
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

/** The offset of the nth of several documents in one text; a bare number before the first (`200`) is none. */
export function findDocument(bytes: Uint8Array, index: number): number {
  let at = skipSpace(bytes, startsWithBom(bytes) ? 3 : 0);
  let document = 0;
  while (at < bytes.length) {
    const isContainer = bytes[at] === braceOpen || bytes[at] === bracketOpen;
    if (isContainer && document === index) return at;
    if (isContainer) document += 1;
    at = skipSpace(bytes, Math.max(skipValue(bytes, at), at + 1));
  }
  return at;
}

function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
