/** Small things that all parts of the machine do with its state. */
import { get32, set32, set8 } from './memory.ts';
import type { int } from './memory.ts';
import { ACTIVE, DROP_NODE, FAILURE, IS_EMITTED, OPEN_AT, OPEN_LENGTH, STATE, WANTED } from './layout.ts';
import { nodeAt } from './names.ts';

/** Stops the machine at p: `run` takes a negative answer for a failure there. */
export function fail(p: int, failure: int): int {
  set32(FAILURE, failure);
  return ~p;
}

/** Goes on at p in another state. */
export function next(p: int, state: int): int {
  set32(STATE, state);
  return p;
}

/** Adds a byte to the unfinished text. */
export function put(byte: int): void {
  const length = get32(OPEN_LENGTH);
  set8(get32(OPEN_AT) + length, byte);
  set32(OPEN_LENGTH, length + 1);
}

/** Whether a node of the plan has a flag. */
export function is(node: int, flag: int): boolean {
  return (get32(nodeAt(node)) & flag) !== 0;
}

/** Whether the wanted value goes into the text of the value around it. */
export function isWritten(): boolean {
  const wanted = get32(WANTED);
  return wanted !== DROP_NODE && get32(ACTIVE) !== 0 && !is(wanted, IS_EMITTED);
}
