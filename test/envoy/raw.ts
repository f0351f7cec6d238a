/** Raw resources for tests, as the input layer delivers them. */
import type { JsonObject, RawDump, RawKind, RawProxy, RawResource } from '../../src/input/model.ts';

const place = { source: 'test.json', pointer: '/configs/0' };

/** A resource in force. */
export function raw(kind: RawKind, value: JsonObject, rest: Partial<RawResource> = {}): RawResource {
  return { kind, value, place, state: 'active', ...rest };
}

/** A dump that holds these resources. */
export function rawDump(resources: readonly RawResource[], rest: Partial<RawDump> = {}): RawDump {
  const has = (kind: RawKind): boolean => resources.some((resource) => resource.kind === kind);
  return {
    source: 'test.json',
    format: 'config_dump',
    name: { file: 'test' },
    sections: {
      bootstrap: has('bootstrap'),
      listeners: has('listener'),
      clusters: has('cluster'),
      endpoints: has('endpoints'),
      routes: has('route'),
      secrets: has('secret'),
    },
    resources,
    incomplete: false,
    ...rest,
  };
}

export function rawProxy(...dumps: readonly RawDump[]): RawProxy {
  return { name: 'web', namespace: 'demo', dumps };
}
