/** Names of members and indices of items: which node of the plan their values have. */
import { get32, set32 } from './memory.ts';
import type { int } from './memory.ts';
import * as heap from './layout.ts';
import { EXPECTED_NAME, LONG_PATH } from './failures.ts';
import { memberNode, nodeAt } from './names.ts';
import { pushIndex, pushName } from './paths.ts';
import { fail, is, isWritten, next, put } from './state.ts';
import { COLON, NAME, VALUE } from './states.ts';

export function beginName(p: int, byte: int): int {
  if (byte !== 34) return fail(p, EXPECTED_NAME);
  set32(heap.NAME_AT, get32(heap.OPEN_LENGTH));
  if (get32(heap.ACTIVE) !== 0 && get32(get32(heap.FRAME) + heap.FRAME_KEPT) !== 0) put(44);
  put(byte);
  set32(heap.NAME_START, get32(heap.OPEN_LENGTH));
  set32(heap.NAME_ESCAPED, 0);
  return next(p + 1, NAME);
}

/** The name and its closing quote are written; they are taken back where the member is not. */
export function endName(p: int): int {
  const node = get32(get32(heap.FRAME) + heap.FRAME_NODE);
  if (is(node, heap.IS_WHOLE)) {
    set32(heap.WANTED, heap.WHOLE_NODE);
    return next(p, COLON);
  }
  const start = get32(heap.NAME_START);
  const at: int = get32(heap.OPEN_AT) + start;
  const length: int = get32(heap.OPEN_LENGTH) - 1 - start;
  const wanted = memberNode(node, at, length, get32(heap.NAME_ESCAPED));
  set32(heap.WANTED, wanted);
  if (is(wanted, heap.LEADS_TO_EMIT)) {
    const path = get32(heap.PATH_LENGTH);
    if (path + 1 + 2 * length > get32(heap.PATH_LIMIT)) return fail(p, LONG_PATH);
    set32(heap.PATH_LENGTH, pushName(path, at, length));
  }
  if (!isWritten()) set32(heap.OPEN_LENGTH, get32(heap.NAME_AT));
  return next(p, COLON);
}

/** Goes on to the item that begins at p, or after the white space there. */
export function nextItem(p: int): int {
  const frame = get32(heap.FRAME);
  const node = get32(frame + heap.FRAME_NODE);
  const wanted = is(node, heap.IS_WHOLE) ? heap.WHOLE_NODE : get32(nodeAt(node) + heap.NODE_ITEMS);
  set32(heap.WANTED, wanted);
  if (isWritten()) {
    if (get32(frame + heap.FRAME_KEPT) !== 0) put(44);
    set32(frame + heap.FRAME_KEPT, 1);
  }
  const index = get32(frame + heap.FRAME_ITEMS);
  if (is(wanted, heap.LEADS_TO_EMIT)) {
    const path = get32(heap.PATH_LENGTH);
    if (path + 11 > get32(heap.PATH_LIMIT)) return fail(p, LONG_PATH);
    set32(heap.PATH_LENGTH, pushIndex(path, index));
  }
  set32(frame + heap.FRAME_ITEMS, index + 1);
  return next(p, VALUE);
}
