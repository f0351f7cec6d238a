/** The pointer of the current value (RFC 6901), kept as the inside of a JSON string. */
import { get32, get8, set8 } from './memory.ts';
import type { int } from './memory.ts';
import { PATH_AT } from './layout.ts';
import { hexValue } from './names.ts';

/**
 * Adds `/` and a member's name, which stands at an address as it is in the source, without its quotes; answers
 * the new length. It grows by at most 1 + 2 × the name's length.
 */
export function pushName(length: int, name: int, nameLength: int): int {
  const end = name + nameLength;
  let to = get32(PATH_AT) + length;
  set8(to, 47);
  to += 1;
  let at = name;
  while (at < end) {
    let byte = get8(at);
    let size: int = 1;
    if (byte === 92) {
      const letter = get8(at + 1);
      size = letter === 117 ? 6 : 2;
      // An escape stays one, unless it stands for what the pointer itself has to escape.
      byte = letter === 117 ? hexValue(at + 2) : letter === 47 ? 47 : -1;
    }
    if (byte === 126 || byte === 47) {
      set8(to, 126);
      set8(to + 1, byte === 126 ? 48 : 49);
      to += 2;
    } else {
      for (let index: int = 0; index < size; index += 1) set8(to + index, get8(at + index));
      to += size;
    }
    at += size;
  }
  return to - get32(PATH_AT);
}

/** Adds `/` and an item's index; answers the new length. It grows by at most 11. */
export function pushIndex(length: int, index: int): int {
  let width: int = 1;
  for (let rest: int = index; rest > 9; rest = (rest / 10) | 0) width += 1;
  const from = get32(PATH_AT) + length;
  set8(from, 47);
  let rest = index;
  for (let at: int = from + width; at > from; at -= 1) {
    const tenth: int = (rest / 10) | 0;
    set8(at, 48 + rest - tenth * 10);
    rest = tenth;
  }
  return length + 1 + width;
}
