import type { Children } from './children.ts';
import { isListAt, isObjectAt, skipSpace, skipValue } from './json-bytes.ts';

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

/** Follows tokens from the value with which some bytes of JSON begin. */
export function findInJson(bytes: Uint8Array, children: Children, tokens: readonly string[]): FoundNode {
  const start = skipSpace(bytes, 0);
  let node = { at: start, start };
  const followed: string[] = [];
  for (const token of tokens) {
    const child = children.childOf(node.start, token);
    if (child === undefined) break;
    followed.push(child.key);
    node = child;
  }
  return {
    tokens: followed,
    absent: tokens.slice(followed.length),
    at: node.at,
    start: node.start,
    end: skipValue(bytes, node.start),
  };
}

/** The offsets of the documents in one text; a bare number before the first (`200`) is none. */
export function documentsIn(bytes: Uint8Array): readonly number[] {
  const documents: number[] = [];
  let at = skipSpace(bytes, startsWithBom(bytes) ? 3 : 0);
  while (at < bytes.length) {
    if (isObjectAt(bytes, at) || isListAt(bytes, at)) documents.push(at);
    at = skipSpace(bytes, Math.max(skipValue(bytes, at), at + 1));
  }
  return documents;
}

function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
