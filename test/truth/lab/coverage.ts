/**
 * Combinatorial coverage: a case is described by features and their values, and cases are aimed so that every pair of
 * values of two features meets at least once.
 */
import type { Random } from './random.ts';

/** The features of a kind of case, and the values each may have. */
export type Features = Readonly<Record<string, readonly string[]>>;

/** One value for each feature. */
export type Aim = Readonly<Record<string, string>>;

export interface CoverageReport {
  readonly pairs: { readonly met: number; readonly possible: number };
  readonly triples: { readonly met: number; readonly possible: number };
  readonly missing: readonly string[];
}

const candidates = 12;

export class Coverage {
  readonly #features: readonly (readonly [string, readonly string[]])[];
  readonly #possible: (aim: Aim) => boolean;
  readonly #open = new Map<string, Aim>();
  readonly #triples = new Set<string>();
  readonly #pairs: number;

  /** `possible` says whether some values can meet at all; it gets two or more of them. */
  constructor(features: Features, possible: (aim: Aim) => boolean) {
    this.#features = Object.entries(features);
    this.#possible = possible;
    for (const [name, value, other, second] of this.#combinations()) {
      const pair = { [name]: value, [other]: second };
      if (possible(pair)) this.#open.set(keyOf(pair), pair);
    }
    this.#pairs = this.#open.size;
  }

  /** The next aim: of some random ones, the one with the most pairs that have not met yet. */
  aim(random: Random): Aim {
    const open = [...this.#open.values()];
    let best: { aim: Aim; gain: number } | undefined;
    for (let at = 0; at < candidates; at += 1) {
      const aim = this.#complete(open.length === 0 ? {} : random.pick(open), random);
      const gain = combinationsOf(aim, 2).filter((key) => this.#open.has(key)).length;
      if (best === undefined || gain > best.gain) best = { aim, gain };
    }
    return best?.aim ?? {};
  }

  #complete(start: Aim, random: Random): Aim {
    let aim = start;
    for (const [name, values] of random.shuffle(this.#features)) {
      if (name in aim) continue;
      const value = random.shuffle(values).find((each) => this.#possible({ ...aim, [name]: each }));
      if (value === undefined) throw new Error(`no value of ${name} goes with ${JSON.stringify(aim)}`);
      aim = { ...aim, [name]: value };
    }
    return aim;
  }

  /** Counts a case that was run. */
  met(aim: Aim): void {
    for (const key of combinationsOf(aim, 2)) this.#open.delete(key);
    for (const key of combinationsOf(aim, 3)) this.#triples.add(key);
  }

  report(): CoverageReport {
    return {
      pairs: { met: this.#pairs - this.#open.size, possible: this.#pairs },
      triples: { met: this.#triples.size, possible: this.#countTriples() },
      missing: [...this.#open.keys()].toSorted(),
    };
  }

  *#combinations(): Generator<[string, string, string, string]> {
    for (const [at, [name, values]] of this.#features.entries()) {
      for (const [other, seconds] of this.#features.slice(at + 1)) {
        for (const value of values) for (const second of seconds) yield [name, value, other, second];
      }
    }
  }

  #countTriples(): number {
    let count = 0;
    for (const [at, [name, values]] of this.#features.entries()) {
      for (const [second, others] of this.#features.slice(at + 1).entries()) {
        for (const [third, lasts] of this.#features.slice(at + second + 2)) {
          for (const a of values) {
            for (const b of others[1]) {
              for (const c of lasts) if (this.#possible({ [name]: a, [others[0]]: b, [third]: c })) count += 1;
            }
          }
        }
      }
    }
    return count;
  }
}

function keyOf(aim: Aim): string {
  return Object.entries(aim)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join(' × ');
}

/** The keys of all pairs, or triples, of an aim's values. */
function combinationsOf(aim: Aim, size: 2 | 3): string[] {
  const values = Object.entries(aim)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted();
  const keys: string[] = [];
  for (const [at, first] of values.entries()) {
    for (const [next, second] of values.slice(at + 1).entries()) {
      if (size === 2) keys.push(`${first} × ${second}`);
      else for (const third of values.slice(at + next + 2)) keys.push(`${first} × ${second} × ${third}`);
    }
  }
  return keys;
}
