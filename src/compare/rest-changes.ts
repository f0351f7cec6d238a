/** Everything that differs between two dumps of a proxy, as text: for who wants to see what bears on nothing, too. */
import { mergeFragments, resourceName } from '../envoy/merge-fragments.ts';
import { masked, notShown } from '../input/locate/mask.ts';
import type { JsonObject, JsonValue, RawProxy, RawResource } from '../input/model.ts';
import { isObject, snakeCase } from '../input/spelling.ts';
import type { Aligned } from './align.ts';
import type { RestRecord } from './document.ts';
import { canonical } from './facts/fact.ts';
import { readdressedValue } from './readdress.ts';
import type { AddressMap } from './same-addresses.ts';

/** Kinds of which the content is configuration; counters and clocks differ between any two moments. */
const kinds: ReadonlySet<RawResource['kind']> = new Set([
  'bootstrap',
  'listener',
  'cluster',
  'endpoints',
  'route',
  'secret',
  'unrecognised',
]);

/** Longer patches are cut: their beginning tells enough. */
const longestPatch = 400;

/** Unified diffs of normalised JSON, in order of workload, kind and name. Texts that may be secrets are not shown. */
export async function restChanges(
  { pairs, addresses }: Aligned,
  before: readonly RawProxy[],
  after: readonly RawProxy[],
): Promise<readonly RestRecord[]> {
  const { createTwoFilesPatch } = await import('diff');
  const [was, is] = [byName(before), byName(after)];
  return pairs.flatMap((pair): readonly RestRecord[] => {
    if (pair.kind !== 'both' || pair.by === 'replica') return [];
    const map = new Map([...addresses, [pair.before.name, pair.after.name]]);
    const known = new Set([...textsIn(pair.before), ...textsIn(pair.after)]);
    const [old, now] = [
      resourcesOf(was.get(pair.before.name), map, known),
      resourcesOf(is.get(pair.after.name), new Map(), known),
    ];
    return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((key) => {
      const [one, other] = [old.get(key), now.get(key)];
      if (one?.exact === other?.exact) return [];
      const { kind, name } = one ?? other ?? { kind: '', name: '' };
      const title = `${pair.workload.replace(/^\//u, '')} ${kind} ${name}`;
      const patch = createTwoFilesPatch(
        `before ${title}`,
        `after ${title}`,
        one?.text ?? '',
        other?.text ?? '',
        '',
        '',
        { context: 3 },
      );
      return [{ workload: pair.workload, kind, name, patch: shortened(patch, one?.text === other?.text) }];
    });
  });
}

function shortened(patch: string, alike: boolean): string {
  const lines = patch.replace(/^=+\n/u, '').trimEnd().split('\n');
  if (alike) return [...lines.slice(0, 2), ' (differs in values that are not shown)'].join('\n');
  if (lines.length <= longestPatch) return lines.join('\n');
  return [...lines.slice(0, longestPatch), ` (and ${lines.length - longestPatch} lines more)`].join('\n');
}

function byName(proxies: readonly RawProxy[]): ReadonlyMap<string, RawProxy> {
  return new Map(proxies.map((proxy) => [proxy.name, proxy]));
}

interface Normal {
  readonly kind: string;
  readonly name: string;
  /** For telling whether it differs. */
  readonly exact: string;
  /** For showing where. */
  readonly text: string;
}

function resourcesOf(
  proxy: RawProxy | undefined,
  map: AddressMap,
  known: ReadonlySet<string>,
): ReadonlyMap<string, Normal> {
  const found = new Map<string, Normal>();
  for (const resource of proxy === undefined ? [] : mergeFragments(proxy.dumps)) {
    if (!kinds.has(resource.kind)) continue;
    const value = readdressedValue(normal(resource.value), map);
    const name = readdressedValue(nameOf(resource), map);
    const state = resource.state === 'active' || resource.state === 'static' ? '' : ` (${resource.state})`;
    const shown = onlyKnown(masked(value, []), known);
    const text = `${JSON.stringify(shown, undefined, 1)}\n`;
    found.set(`${resource.kind} ${name}${state}`, {
      kind: resource.kind,
      name: `${name}${state}`,
      exact: canonical(value),
      text,
    });
  }
  return found;
}

/** Every text that was read off a proxy's dumps: names, hosts, patterns; certificates and code are longer. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 300 ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (key === 'place' ? [] : textsIn(each)));
}

/** Durations, words of an enumeration, names of types. */
const harmless = /^(?:\d+(?:\.\d+)?(?:ms|s)?|[A-Z]+(?:_[A-Z0-9]{1,12}){0,4}|type\.googleapis\.com\/[\w.]+|)$/u;

/** Of texts that nobody reads, nobody knows what they are: only those stay that are read, or say nothing. */
function onlyKnown(value: JsonValue, known: ReadonlySet<string>): JsonValue {
  if (typeof value === 'string')
    return known.has(value) || (value.length <= 64 && harmless.test(value)) ? value : notShown;
  if (Array.isArray(value)) return value.map((each: JsonValue) => onlyKnown(each, known));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, onlyKnown(each, known)]));
}

function nameOf(resource: RawResource): string {
  const name = resourceName(resource);
  return name === '' ? (resource.typeUrl ?? '').replace(/^.*\//u, '') : name;
}

/** What says nothing about the configuration: when and in which version it came. */
const volatile = new Set(['version_info', 'last_updated', 'last_update_attempt', 'nonce', 'client_status']);

/** Lists in which order means nothing. */
const unordered = new Set(['virtual_hosts', 'listeners', 'clusters', 'secrets']);

/** Fields in snake_case and in order, without what is left at its default. */
function normal(value: JsonValue, field = ''): JsonValue {
  if (isObject(value)) return normalObject(value);
  if (!Array.isArray(value)) return value;
  const items = value.map((item: JsonValue) => normal(item));
  return unordered.has(field)
    ? items.toSorted((a, b) => (canonical(nameIn(a)) < canonical(nameIn(b)) ? -1 : 1))
    : items;
}

function nameIn(value: JsonValue): JsonValue {
  return isObject(value) ? (value['name'] ?? null) : null;
}

function normalObject(value: JsonObject): JsonObject {
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const name = snakeCase(key);
    return volatile.has(name) || isDefault(each) ? [] : [[name, normal(each, name)] as const];
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Proto3's JSON leaves these out; who spells them out says the same. */
function isDefault(value: JsonValue): boolean {
  return (
    value === null || value === false || value === 0 || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
