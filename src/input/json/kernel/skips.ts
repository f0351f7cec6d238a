/** Values that are skipped: of those with brackets or quotes around them, nothing else is looked at. */
import { get32, get8, set32, skip } from './memory.ts';
import type { int } from './memory.ts';
import { endsScalar, startsScalar } from './grammar.ts';
import * as heap from './layout.ts';

const QUOTE: int = 34;

/** Whether a value that begins with this byte has brackets or quotes; then the skip behind that byte is prepared. */
export function prepareSkip(byte: int): boolean {
  const brace: boolean = byte === 123;
  const bracket: boolean = byte === 91;
  if (!brace && !bracket && byte !== QUOTE) return false;
  set32(heap.SKIP_BRACES, brace ? 1 : 0);
  set32(heap.SKIP_BRACKETS, bracket ? 1 : 0);
  set32(heap.SKIP_TEXT, brace || bracket ? 0 : 1);
  set32(heap.SKIP_ESCAPED, 0);
  return true;
}

/** Where the value at p ends; -1 where it is none, or does not end before `to`. */
export function skipValue(p: int, to: int): int {
  if (p >= to) return -1;
  const byte = get8(p);
  if (prepareSkip(byte)) {
    const q = skip(p + 1, to);
    const braces = get32(heap.SKIP_BRACES);
    const isOver: boolean = get32(heap.SKIP_TEXT) === 0 && braces === 0 && get32(heap.SKIP_BRACKETS) === 0;
    return isOver ? q : -1;
  }
  if (!startsScalar(byte)) return -1;
  const q = afterScalar(p, to);
  return q === to || get8(q) === QUOTE ? -1 : q;
}

/** Where a number or a word is over, or `to`. */
export function afterScalar(p: int, to: int): int {
  let q = p;
  while (q < to && !endsScalar(get8(q))) q += 1;
  return q;
}
