/** `Bootstrap`: static resources, which are in force whether or not the other sections repeat them. */
import type { JsonObject, RawKind, RawResource } from '../../input/model.ts';
import { field, isObject, message, spelling } from './fields.ts';

const lists = [
  ['listeners', 'listener'],
  ['clusters', 'cluster'],
  ['secrets', 'secret'],
] as const satisfies readonly (readonly [string, RawKind])[];

/** The bootstrap message, also where `istioctl pc bootstrap` put it into an object of its own. */
export function bootstrapMessage(raw: RawResource): JsonObject {
  return message(raw.value, 'bootstrap') ?? raw.value;
}

/** `static_resources` as resources of their own, each with its place. */
export function readStaticResources(raw: RawResource): readonly RawResource[] {
  const wrapped = message(raw.value, 'bootstrap') === undefined ? '' : '/bootstrap';
  const bootstrap = bootstrapMessage(raw);
  const resources = message(bootstrap, 'static_resources');
  if (resources === undefined) return [];
  const at = `${raw.place.pointer}${wrapped}/${spelling(bootstrap, 'static_resources') ?? ''}`;
  return lists.flatMap(([name, kind]) => {
    const entries = field(resources, name);
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((value: unknown, index) => {
      if (!isObject(value)) return [];
      const place = { ...raw.place, pointer: `${at}/${name}/${index}` };
      return [withTime({ kind, value, place, state: 'static' }, raw.lastUpdated)];
    });
  });
}

function withTime(resource: RawResource, lastUpdated: string | undefined): RawResource {
  return lastUpdated === undefined ? resource : { ...resource, lastUpdated };
}
