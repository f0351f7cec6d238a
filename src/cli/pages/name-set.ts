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
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    return this.#insert(hashOf(name));
  }

  has(name: string): boolean {
    const hash = hashOf(name);
    return this.#slots[this.#slotOf(hash)] === hash;
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
  let low = 0x81_1c_9d_c5;
  let high = 0x9e_37_79_b9;
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01_00_01_93);
    high = Math.imul(high ^ code, 0x85_eb_ca_6b);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0) + 1;
}
