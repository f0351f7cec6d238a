/**
 * One proxy's dumps overlap: the same cluster stands in `config_dump`, in `pc cluster` and in istiod's own dump.
 * This keeps one of each.
 */
import { instant } from '../input/instant.ts';
import type { RawDump, RawResource } from '../input/model.ts';
import { text } from './read/fields.ts';
import { isWithoutEndpoints, nameInFacts } from './read/resource.ts';

const named: ReadonlySet<RawResource['kind']> = new Set([
  'listener',
  'cluster',
  'route',
  'secret',
  'cluster-status',
  'listener-status',
]);

/** Keeps one resource per kind, name and state, in the order in which they were first met. */
export function mergeFragments(dumps: readonly RawDump[]): readonly RawResource[] {
  const kept: RawResource[] = [];
  /** By sort, and then by name: where in `kept` it is. */
  const places = new Map<string, Map<string, number>>();
  for (const dump of dumps) {
    const secrets = new Map<string, number>();
    for (const resource of dump.resources) {
      const { sort, name } = identity(resource);
      const ofSort = places.get(sort) ?? new Map<string, number>();
      places.set(sort, ofSort);
      const key = resource.kind === 'secret' ? numbered(name, secrets) : name;
      const at = ofSort.get(key);
      const rival = at === undefined ? undefined : kept[at];
      if (at === undefined || rival === undefined) {
        ofSort.set(key, kept.length);
        kept.push(resource);
      } else if (isBetter(resource, rival)) kept[at] = resource;
    }
  }
  return kept;
}

/** A proxy may hold several secrets of one name, from different SDS servers; a dump then lists them all. */
function numbered(key: string, seen: Map<string, number>): string {
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return `${key} ${count}`;
}

/**
 * Static and active resources are both in force, and a proxy has one of a name; a warming, draining or refused
 * version stands beside it. Certificates and what has no name are never the same thing twice.
 */
function identity(resource: RawResource): { readonly sort: string; readonly name: string } {
  const { kind, state } = resource;
  const name = resourceName(resource);
  if (name !== '') return { sort: `${kind} ${state === 'static' ? 'active' : state}`, name };
  const { source, document, pointer } = resource.place;
  return { sort: `nameless ${kind}`, name: JSON.stringify([source, document, pointer]) };
}

/** The name a raw resource goes by; empty where its kind has none. */
export function resourceName(resource: RawResource): string {
  const known = nameInFacts(resource);
  if (known !== undefined) return known;
  const { kind, value } = resource;
  if (kind === 'endpoints') return text(value, 'cluster_name') ?? '';
  return named.has(kind) ? (text(value, 'name') ?? '') : '';
}

/**
 * What Envoy says it holds (with the time it took it over) over what was meant for it (istiod's dump) or printed
 * without times (`istioctl`); the newer over the older; routes that RDS delivered over the copies of inline ones.
 */
function isBetter(resource: RawResource, rival: RawResource): boolean {
  const [time, rivalTime] = [instant(resource), instant(rival)];
  if (resource.kind === 'route' && resource.state !== rival.state) return resource.state === 'active';
  if (time !== rivalTime) return time > rivalTime;
  return resource.kind === 'endpoints' && isWithoutEndpoints(rival);
}
