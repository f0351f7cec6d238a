import { get32, get8, same, set8 } from './memory.ts';
import type { int } from './memory.ts';
import {
  DROP_NODE,
  ENTRY_SIZE,
  IS_WHOLE,
  LONGEST_NAME,
  NODES_AT,
  NODE_BASE,
  NODE_MASK,
  NODE_MEMBERS,
  NODE_SIZE,
  NODE_TABLE,
  SCRATCH_AT,
  WHOLE_NODE,
} from './layout.ts';

/** The address of a node of the plan. */
export function nodeAt(node: int): int {
  return get32(NODES_AT) + node * NODE_SIZE;
}

/** Spreads the names of a message over a table; the driver fills the tables by the same rule. */
export function nameHash(first: int, middle: int, last: int, length: int): int {
  return (length << 4) ^ first ^ (middle << 3) ^ (last << 2);
}

/** The node for the member of this name, which stands at an address without its quotes. */
export function memberNode(node: int, name: int, length: int, escaped: int): int {
  const size = escaped === 0 ? length : unescaped(name, length);
  const at = escaped === 0 ? name : get32(SCRATCH_AT);
  let current = node;
  while (current !== DROP_NODE) {
    // A base that keeps everything.
    if ((get32(nodeAt(current)) & IS_WHOLE) !== 0) return WHOLE_NODE;
    const found = size < 0 ? -1 : find(current, at, size);
    if (found >= 0) return found;
    const others = get32(nodeAt(current) + NODE_MEMBERS);
    if (others !== DROP_NODE) return others;
    current = get32(nodeAt(current) + NODE_BASE);
  }
  return DROP_NODE;
}

/** The node that a node's own table has for a name; -1 where it has none. */
function find(node: int, name: int, length: int): int {
  const mask = get32(nodeAt(node) + NODE_MASK);
  if (mask < 0 || length === 0 || length > LONGEST_NAME) return -1;
  const table = get32(nodeAt(node) + NODE_TABLE);
  let hash = nameHash(get8(name), get8(name + (length >> 1)), get8(name + length - 1), length);
  let entry = table + (hash & mask) * ENTRY_SIZE;
  while (get32(entry + 4) !== 0) {
    if (get32(entry + 4) === length && same(get32(entry), name, length)) return get32(entry + 8);
    hash += 1;
    entry = table + (hash & mask) * ENTRY_SIZE;
  }
  return -1;
}

/**
 * Writes the name without its escapes to the scratch and answers its length; -1 where no name of a plan (which
 * are short and ASCII) can be meant.
 */
function unescaped(name: int, length: int): int {
  const scratch = get32(SCRATCH_AT);
  const end = name + length;
  let at = name;
  let size: int = 0;
  while (at < end) {
    if (size === LONGEST_NAME) return -1;
    let byte = get8(at);
    at += 1;
    if (byte === 92) {
      byte = get8(at);
      at += 1;
      if (byte === 117) {
        byte = hexValue(at);
        at += 4;
      } else byte = controlOf(byte);
    }
    if (byte > 127) return -1;
    set8(scratch + size, byte);
    size += 1;
  }
  return size;
}

/** The number that four hexadecimal digits mean. */
export function hexValue(at: int): int {
  let value: int = 0;
  for (let index: int = 0; index < 4; index += 1) {
    const byte: int = get8(at + index);
    value = (value << 4) | (byte <= 57 ? byte - 48 : (byte | 32) - 87);
  }
  return value;
}

function controlOf(letter: int): int {
  if (letter === 98) return 8;
  if (letter === 102) return 12;
  if (letter === 110) return 10;
  if (letter === 114) return 13;
  return letter === 116 ? 9 : letter;
}
