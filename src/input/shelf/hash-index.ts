import { ScratchFile } from '../bytes/scratch-file.ts';

/** Entries of a block, the unit in which they are read again: 4 KiB. */
const blockLength = 512;
/** So many answers are kept, each of so few items. */
const mostAsked = 256;
const fewItems = 64;
/** Entries that are sorted in memory: 2 MiB. */
const runLength = 1 << 18;

/** In which half of an entry, seen as a number of 64 bits, its hash stands. */
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const hashHalf = isLittleEndian ? 1 : 0;
const itemHalf = 1 - hashHalf;

/** Sorted entries, and the hash that each block of them begins with. */
interface Run {
  /** Where they are in the file; or, if they are few, all of them. */
  readonly entries: number | Entries;
  readonly length: number;
  readonly firsts: Uint32Array;
}

/**
 * Which items go by a word: eight bytes for each word of an item, in a file when they are many. Words are known by their hashes, so that items may be named that go by another one; whoever asks has to look.
 */
export class HashIndex {
  /** There is none as long as there is little. */
  #file: ScratchFile | undefined;
  #entries = new Entries(1 << 10);
  #count = 0;
  #runs: readonly Run[] = [];
  readonly #block = new Entries(blockLength);
  /** Who asks for a word asks for it several times as a rule. */
  readonly #asked = new Map<string, readonly number[]>();

  /** `item`: below 2³². */
  add(word: string, item: number): void {
    if (this.#count === this.#entries.length) {
      if (this.#count === runLength) this.#spill();
      else this.#entries = this.#entries.resized(this.#count * 2, this.#count);
    }
    this.#entries.set(this.#count, hashOf(word), item);
    this.#count += 1;
  }

  /** Every item that may go by this word, in order. Begins the reading: nothing may be added afterwards. */
  items(word: string): readonly number[] {
    const known = this.#asked.get(word);
    if (known !== undefined) return known;
    this.#settle();
    const hash = hashOf(word);
    const found: number[] = [];
    for (const run of this.#runs) this.#find(run, hash, found);
    if (this.#asked.size === mostAsked) this.#asked.clear();
    if (found.length <= fewItems) this.#asked.set(word, found);
    return found;
  }

  /** Pairs of items of which both may go by one word. */
  *rivals(): Generator<readonly [number, number]> {
    this.#settle();
    for (const run of this.#runs) {
      let before: readonly [hash: number, item: number] | undefined;
      for (const entry of this.#entriesOf(run)) {
        if (before?.[0] === entry[0]) yield [before[1], entry[1]];
        before = entry;
      }
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #find(run: Run, hash: number, found: number[]): void {
    const { firsts } = run;
    const block = this.#block;
    for (let number = lastBelow(firsts, hash); number < firsts.length; number += 1) {
      if ((firsts[number] ?? 0) > hash) return;
      const count = this.#read(run, number, block);
      for (let index = block.firstOf(hash, count); index < count && block.hash(index) === hash; index += 1)
        found.push(block.item(index));
    }
  }

  /** Reads a block of a run; answers how many entries it has. */
  #read({ entries, length }: Run, number: number, block: Entries): number {
    const from = number * block.bytes.length;
    if (typeof entries === 'number') this.#file?.read(block.bytes, entries + from);
    else block.bytes.set(entries.bytes.subarray(from, from + block.bytes.length));
    return Math.min(blockLength, length - number * blockLength);
  }

  *#entriesOf(run: Run): Generator<readonly [hash: number, item: number]> {
    const block = new Entries(blockLength);
    for (const number of run.firsts.keys()) {
      const count = this.#read(run, number, block);
      for (let index = 0; index < count; index += 1) yield [block.hash(index), block.item(index)];
    }
  }

  /** Takes what was added last for a run. */
  #sorted(): Run & { readonly entries: Entries } {
    const length = this.#count;
    const entries = this.#entries.sorted(length);
    const firsts = Uint32Array.from({ length: Math.ceil(length / blockLength) }, (_, number) =>
      entries.hash(number * blockLength),
    );
    this.#count = 0;
    return { entries, length, firsts };
  }

  #spill(): void {
    const { entries, ...run } = this.#sorted();
    this.#runs = [...this.#runs, { ...run, entries: this.#append(entries.bytes) }];
  }

  #append(bytes: Uint8Array): number {
    this.#file ??= new ScratchFile();
    return this.#file.append(bytes);
  }

  #settle(): void {
    if (this.#count === 0 && this.#runs.length === 1) return;
    if (this.#runs.length === 0) this.#runs = [this.#sorted()];
    else if (this.#count > 0) this.#spill();
    this.#entries = new Entries(0);
    if (this.#runs.length > 1) this.#runs = [this.#merged()];
  }

  /** One run of all. */
  #merged(): Run {
    const heads = this.#runs.flatMap((run) => {
      const entries = this.#entriesOf(run);
      const next = entries.next();
      return next.done === true ? [] : [{ entries, entry: next.value }];
    });
    const out = new Entries(blockLength);
    const firsts: number[] = [];
    let at: number | undefined;
    let length = 0;
    const flush = (count: number): void => {
      firsts.push(out.hash(0));
      const begins = this.#append(out.bytes.subarray(0, count * 8));
      at ??= begins;
    };
    while (heads.length > 0) {
      let least = heads[0];
      for (const head of heads) if (least === undefined || isBefore(head.entry, least.entry)) least = head;
      if (least === undefined) break;
      out.set(length % blockLength, ...least.entry);
      length += 1;
      if (length % blockLength === 0) flush(blockLength);
      const next = least.entries.next();
      if (next.done === true) heads.splice(heads.indexOf(least), 1);
      else least.entry = next.value;
    }
    if (length % blockLength > 0) flush(length % blockLength);
    return { entries: at ?? 0, length, firsts: Uint32Array.from(firsts) };
  }
}

/** Hashes with the items that they lead to. */
class Entries {
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly #halves: Uint32Array;
  readonly #wholes: BigUint64Array;

  constructor(length: number) {
    const buffer = new ArrayBuffer(length * 8);
    this.length = length;
    this.bytes = new Uint8Array(buffer);
    this.#halves = new Uint32Array(buffer);
    this.#wholes = new BigUint64Array(buffer);
  }

  set(index: number, hash: number, item: number): void {
    this.#halves[index * 2 + hashHalf] = hash;
    this.#halves[index * 2 + itemHalf] = item;
  }

  hash(index: number): number {
    return this.#halves[index * 2 + hashHalf] ?? 0;
  }

  item(index: number): number {
    return this.#halves[index * 2 + itemHalf] ?? 0;
  }

  /** The first `count` of them in room for `length`. */
  resized(length: number, count: number): Entries {
    const others = new Entries(length);
    others.bytes.set(this.bytes.subarray(0, count * 8));
    return others;
  }

  /** The first so many, by hash and then by item. */
  sorted(count: number): Entries {
    const sorted = this.resized(count, count);
    sorted.#wholes.sort();
    return sorted;
  }

  /** The first of those with this hash, or where they would be, among so many that are sorted. */
  firstOf(hash: number, count: number): number {
    let [from, to] = [0, count];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.hash(middle) < hash) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** The last block that begins below a hash, which may go on with it; else the first. */
function lastBelow(firsts: Uint32Array, hash: number): number {
  let [from, to] = [0, firsts.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((firsts[middle] ?? 0) < hash) from = middle + 1;
    else to = middle;
  }
  return Math.max(0, from - 1);
}

function isBefore([hash, item]: readonly [number, number], [other, otherItem]: readonly [number, number]): boolean {
  return hash < other || (hash === other && item < otherItem);
}

/** FNV-1a, its bits mixed once more (MurmurHash3's finalizer), because names differ in their last letters. */
export function hashOf(word: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
