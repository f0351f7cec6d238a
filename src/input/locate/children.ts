import { camelCase } from '../json/plan.ts';
import { firstItem, isListAt, isObjectAt, itemAfter, membersOf, type Member } from './json-bytes.ts';

/** What takes more bytes is looked through once. */
const small = 1 << 12;

/** What stands in an object or a list: where its key, where it has one, and its value begin. */
export type Child = Omit<Member, 'end'>;

/** Finds what stands in the objects and lists of a JSON text. */
export class Children {
  readonly #bytes: Uint8Array;
  /** Of large objects, by where they begin: their members. */
  readonly #members = new Map<number, ReadonlyMap<string, Child>>();
  /** Of large lists: where their items begin, as far as they are known. */
  readonly #items = new Map<number, number[]>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * The child of the value at an offset that a token of a pointer leads to; one in snake_case leads to the camelCase
   * member as well. Of equal keys the last one counts, as it does for JSON.parse.
   */
  childOf(at: number, token: string): Child | undefined {
    if (isObjectAt(this.#bytes, at)) return this.#memberOf(at, token);
    return isListAt(this.#bytes, at) && /^\d+$/.test(token) ? this.#itemOf(at, Number(token)) : undefined;
  }

  #memberOf(object: number, token: string): Child | undefined {
    const members = this.#members.get(object) ?? this.#membersOf(object);
    return members.get(token) ?? members.get(camelCase(token));
  }

  #membersOf(object: number): ReadonlyMap<string, Child> {
    const members = new Map<string, Child>();
    let end = object;
    for (const member of membersOf(this.#bytes, object)) {
      members.set(member.key, member);
      end = member.end;
    }
    if (end - object > small) this.#members.set(object, members);
    return members;
  }

  #itemOf(list: number, index: number): Child | undefined {
    const items = this.#items.get(list) ?? [];
    let last = items.at(-1);
    while (items.length <= index) {
      last = last === undefined ? firstItem(this.#bytes, list) : itemAfter(this.#bytes, last);
      if (last === undefined) break;
      items.push(last);
    }
    if ((items.at(-1) ?? 0) - list > small) this.#items.set(list, items);
    const start = items[index];
    return start === undefined ? undefined : { key: String(index), at: start, start };
  }
}
