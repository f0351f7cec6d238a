import { HIGH_FACTOR, HIGH_START, LOW_FACTOR, LOW_START } from '../../input/json/kernel/hash.ts';

/**
 * A set of names by their hashes, eight bytes each, for the hundreds of thousands that one dump may hold. It may
 * take a name for one that it has; whoever asks it must be right in that case too.
 */
export class NameSet {
  /** Pairs of halves, as many as a power of two; the second is 0 where there is none. */
  #slots = new Int32Array(1 << 12);
  #size = 0;

  /** Adds a name; answers whether it (or one with its hash) was there already. */
  add(name: string): boolean {
    return this.addHashes(hashOf(name));
  }

  /** The same for names whose hashes are known, two halves each; answers whether one of them was there already. */
  addHashes(hashes: Int32Array): boolean {
    const count = hashes.length / 2;
    while ((this.#size + count) * 8 > this.#slots.length * 3) this.#grow();
    const added = insert(this.#slots, hashes);
    this.#size += added;
    return added < count;
  }

  has(name: string): boolean {
    const [low = 0, high = 0] = hashOf(name);
    return this.#slots[slotOf(this.#slots, low, high) + 1] !== 0;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 4);
    insert(this.#slots, before);
  }
}

/** Puts pairs where they belong, but for empty ones; answers how many were not there. In one loop, which V8 compiles. */
function insert(slots: Int32Array, pairs: Int32Array): number {
  let added = 0;
  for (let at = 0; at < pairs.length; at += 2) {
    const [low, high] = [pairs[at] ?? 0, pairs[at + 1] ?? 0];
    if (high === 0) continue;
    const slot = slotOf(slots, low, high);
    if (slots[slot + 1] !== 0) continue;
    slots[slot] = low;
    slots[slot + 1] = high;
    added += 1;
  }
  return added;
}

/** Where a pair is, or goes. */
function slotOf(slots: Int32Array, low: number, high: number): number {
  const mask = slots.length - 2;
  let slot = (low * 2) & mask;
  while (slots[slot + 1] !== 0 && (slots[slot] !== low || slots[slot + 1] !== high)) slot = (slot + 2) & mask;
  return slot;
}

/** Two hashes of 32 bits (FNV-1a with two primes), the second never 0. */
function hashOf(name: string): Int32Array {
  let low = LOW_START;
  let high = HIGH_START;
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    low = Math.imul(low ^ code, LOW_FACTOR);
    high = Math.imul(high ^ code, HIGH_FACTOR);
  }
  return Int32Array.of(low, high | 1);
}
