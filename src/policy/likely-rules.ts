import { ByHost } from './by-host.ts';
import type { DestinationRule } from './destination-rule.ts';
import { grouped } from './grouped.ts';

/** DestinationRules, to be found by what they are called: those of thousands that may be about one service. */
export class LikelyRules {
  readonly #order: ReadonlyMap<DestinationRule, number>;
  readonly #byHost: ByHost<readonly DestinationRule[]>;
  readonly #byFirstWord: ReadonlyMap<string, readonly DestinationRule[]>;

  constructor(rules: readonly DestinationRule[]) {
    this.#order = new Map(rules.map((rule, index) => [rule, index]));
    this.#byHost = new ByHost(grouped(rules, ({ fqdn }) => fqdn));
    this.#byFirstWord = grouped(rules, ({ host }) => firstWord(host));
  }

  /** Those whose hosts cover that of a service, and those whose hosts begin with the same word, in their order. */
  rulesFor(host: string): readonly DestinationRule[] {
    const covering = this.#byHost.covering(host).flat();
    const found = new Set([...covering, ...(this.#byFirstWord.get(firstWord(host)) ?? [])]);
    return [...found].toSorted((one, other) => this.#placeOf(one) - this.#placeOf(other));
  }

  #placeOf(rule: DestinationRule): number {
    return this.#order.get(rule) ?? 0;
  }
}

/** The name of a service is the first word of its host, however the rest is written. */
function firstWord(host: string): string {
  return host.split('.', 1)[0] ?? '';
}
