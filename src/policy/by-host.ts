import { isWildcard, isWithin, mostSpecificFirst } from './host-names.ts';

/** Things by their hosts, of which some are wildcards. */
export class ByHost<T> {
  readonly #all: ReadonlyMap<string, T>;
  /** Most specific first. */
  readonly #wildcards: readonly string[];

  constructor(all: ReadonlyMap<string, T>) {
    this.#all = all;
    this.#wildcards = [...all.keys()].filter((host) => isWildcard(host)).toSorted(mostSpecificFirst);
  }

  /** That of the most specific host that covers this one (Istio: `MostSpecificHostMatch`, pkg/config/host). */
  mostSpecific(host: string): T | undefined {
    const exact = this.#all.get(host);
    if (exact !== undefined) return exact;
    const wildcard = this.#wildcards.find((each) => isWithin(host, each));
    return wildcard === undefined ? undefined : this.#all.get(wildcard);
  }

  /** All that cover this host, in no order. */
  covering(host: string): readonly T[] {
    const hosts = [...(isWildcard(host) ? [] : [host]), ...this.#wildcards.filter((each) => isWithin(host, each))];
    return hosts.flatMap((each) => this.#all.get(each) ?? []);
  }
}
