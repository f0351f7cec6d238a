/** Whether two proxies were told the same, wherever and whenever it was told. */
import { dequal } from 'dequal';
import type { FilterChain, Listener, NetworkFilter } from '../envoy/model.ts';
import type { Place } from '../evidence.ts';
import type { Outgoing } from './outgoing.ts';

/** What two resources that say the same may differ in: where they stand, when they came, and as which version. */
const besides: ReadonlySet<string> = new Set(['place', 'lastUpdated', 'versionInfo']);

/** Whether all of it is the same, secrets apart. What a mesh repeats is one object as a rule, so this is quick. */
export function sameResources(one: Outgoing, other: Outgoing): boolean {
  return (
    allSame(one.listeners, other.listeners, sameListener) &&
    allSame(one.routes, other.routes, samePlaced) &&
    allSame(one.clusters, other.clusters, (a, b) => sameIn(a, b, ['loadAssignment']) && sameInline(a, b))
  );
}

/** Whether lists are equally long and their items pairwise the same; the same object is. */
export function allSame<T>(one: readonly T[], other: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return allOf(one, other, (a, b) => a === b || same(a, b));
}

/** Whether lists are equally long, and something is true of each two of their items. */
export function allOf<T>(one: readonly T[], other: readonly T[], isTrue: (a: T, b: T) => boolean): boolean {
  if (one.length !== other.length) return false;
  for (const [index, a] of one.entries()) {
    const b = other[index];
    if (b === undefined || !isTrue(a, b)) return false;
  }
  return true;
}

interface Placed {
  readonly place: Place;
}

/** All fields but those that may differ. */
export function samePlaced(one: Placed, other: Placed): boolean {
  return sameIn(one, other, []);
}

/** All fields but those that may differ, and those named. A document's number is told with its place, and so counts. */
export function sameIn(one: Placed, other: Placed, except: readonly string[]): boolean {
  return one.place.document === other.place.document && sameFields(one, other, except);
}

function sameFields(one: object, other: object, except: readonly string[]): boolean {
  for (const key in one) {
    if (besides.has(key) || except.includes(key)) continue;
    const a: unknown = Reflect.get(one, key);
    const b: unknown = Reflect.get(other, key);
    if (a !== b && !dequal(a, b)) return false;
  }
  // What only the other one has.
  for (const key in other) {
    if (!(key in one) && !besides.has(key) && !except.includes(key)) return false;
  }
  return true;
}

function sameInline(one: { readonly loadAssignment?: Placed }, other: { readonly loadAssignment?: Placed }): boolean {
  const { loadAssignment: a } = one;
  const { loadAssignment: b } = other;
  return a === b || (a !== undefined && b !== undefined && samePlaced(a, b));
}

/** Routes inside of a listener have a place too. */
function sameListener(one: Listener, other: Listener): boolean {
  const { defaultFilterChain: a } = one;
  const { defaultFilterChain: b } = other;
  return (
    sameIn(one, other, ['filterChains', 'defaultFilterChain']) &&
    allSame(one.filterChains, other.filterChains, sameChain) &&
    (a === b || (a !== undefined && b !== undefined && sameChain(a, b)))
  );
}

function sameChain(one: FilterChain, other: FilterChain): boolean {
  return allSame(one.filters, other.filters, sameFilter) && dequal({ ...one, filters: [] }, { ...other, filters: [] });
}

function sameFilter(one: NetworkFilter, other: NetworkFilter): boolean {
  if (one.kind !== 'http' || other.kind !== 'http') return dequal(one, other);
  const { routeConfig: a, ...http } = one.http;
  const { routeConfig: b, ...otherHttp } = other.http;
  const sameRoutes = a === b || (a !== undefined && b !== undefined && samePlaced(a, b));
  return sameRoutes && dequal({ ...one, http }, { ...other, http: otherHttp });
}
