/** What a resource says, fact by fact, in words that are the same for every spelling, version and order of it. */

/** One thing a resource says that bears on TLS. */
export interface Fact {
  /** Envoy's field, with what tells it from others of its kind: `transport_socket_matches[tlsMode-istio].sni`. */
  readonly name: string;
  readonly value: string;
  /** Where it stands below the resource, in Envoy's snake_case. */
  readonly path: string;
  /** What is shown of the value, where it may be a secret. */
  readonly shown?: string;
}

/** A fact that differs; one side lacks it where it is not said there. */
export interface FactChange {
  readonly name: string;
  readonly before?: Pick<Fact, 'value' | 'path'>;
  readonly after?: Pick<Fact, 'value' | 'path'>;
}

/** The facts that differ, in the order of after, then of before. */
export function factChanges(before: readonly Fact[], after: readonly Fact[]): readonly FactChange[] {
  const was = new Map(before.map((fact) => [fact.name, fact]));
  const is = new Map(after.map((fact) => [fact.name, fact]));
  const changes: FactChange[] = [];
  for (const fact of after) {
    const old = was.get(fact.name);
    if (old === undefined) changes.push({ name: fact.name, after: shown(fact) });
    else if (old.value !== fact.value) changes.push({ name: fact.name, before: shown(old), after: shown(fact) });
  }
  for (const fact of before) if (!is.has(fact.name)) changes.push({ name: fact.name, before: shown(fact) });
  return withoutParts(changes);
}

/** What came or went as a whole need not be told part by part. */
function withoutParts(changes: readonly FactChange[]): readonly FactChange[] {
  const names = new Set(changes.map(({ name }) => name));
  return changes.filter(({ name, before, after }) => {
    const wholes = [...name.matchAll(/[.[]/gu)].map(({ index }) => name.slice(0, index));
    return (before !== undefined && after !== undefined) || !wholes.some((whole) => names.has(whole));
  });
}

function shown(fact: Fact): Pick<Fact, 'value' | 'path'> {
  return { value: fact.shown ?? fact.value, path: fact.path };
}

/** Facts whose values are given; an undefined or empty one says nothing. */
export function factsOf(path: string, values: Readonly<Record<string, string | undefined>>): readonly Fact[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name, value, path }],
  );
}

/** Facts of a part, under its name. */
export function within(name: string, facts: readonly Fact[]): readonly Fact[] {
  return facts.map((fact) => ({ ...fact, name: fact.name === '' ? name : `${name}.${fact.name}` }));
}

/** A list of which the order does not matter. */
export function sorted(list: readonly string[]): string {
  return [...list].toSorted().join(', ');
}

/** JSON with its keys in order, so that order says nothing. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** `true` where it is set. */
export function when(flag: boolean | undefined): string | undefined {
  return flag === true ? 'true' : undefined;
}
