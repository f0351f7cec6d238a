import { HIGH_FACTOR, HIGH_START, LOW_FACTOR, LOW_START } from '../../input/json/kernel/hash.ts';

/**
 * A set of names by their hashes, eight bytes each, for the hundreds of thousands that one dump may hold. It may
 * take a name for one that it has; whoever asks it must be right in that case too.
 */
export class NameSet {
  /** As many as a power of two. */
  #slots = new Float64Array(1 << 10);
  #size = 0;

  /** Adds a name; answers whether it (or one with its hash) was there already. */
  add(name: string): boolean {
    return this.#addHash(hashOf(name));
  }

  /** The same for a name whose hash is known in two halves. */
  addHash(low: number, high: number): boolean {
    return this.#addHash(together(low, high));
  }

  has(name: string): boolean {
    const hash = hashOf(name);
    return this.#slots[this.#slotOf(hash)] === hash;
  }

  #addHash(hash: number): boolean {
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    return this.#insert(hash);
  }

  #insert(hash: number): boolean {
    const slot = this.#slotOf(hash);
    if (this.#slots[slot] === hash) return true;
    this.#slots[slot] = hash;
    this.#size += 1;
    return false;
  }

  /** Where a hash is, or goes. */
  #slotOf(hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(before.length * 2);
    this.#size = 0;
    for (const hash of before) if (hash !== 0) this.#insert(hash);
  }
}

/** 53 bits out of two hashes of 32 (FNV-1a with two primes), never 0. */
function hashOf(name: string): number {
  let low = LOW_START;
  let high = HIGH_START;
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    low = Math.imul(low ^ code, LOW_FACTOR);
    high = Math.imul(high ^ code, HIGH_FACTOR);
  }
  return together(low, high);
}

function together(low: number, high: number): number {
  return (high >>> 11) * 2 ** 32 + (low >>> 0) + 1;
}
