import type { Format, Recognised } from '../format.ts';
import type { JsonObject } from '../model.ts';
import { sectionOfType } from '../sections.ts';
import { isObject, objectField, stringField } from '../spelling.ts';
import { told } from './config-dump-entry.ts';
import { keyOf } from './key.ts';

/**
 * What is left of a `…ConfigDump` message when its lists are taken out: the bootstrap, or just the `@type`
 * that tells that a section was asked for. Also the wrapper around them all.
 */
export const configDumpRest: Format = {
  name: 'config_dump',
  recognise({ path, value }) {
    if (!isObject(value)) return undefined;
    const type = stringField(value, '@type') ?? '';
    if (type.endsWith('ConfigDump')) return readSection(value, type);
    // Istio 1.0 has a map of sections, and masked dumps may have lost the type.
    const inConfigs = path.length === 2 && path[0] === 'configs';
    if (inConfigs && isObject(objectField(value, 'bootstrap'))) return readSection(value, type);
    return undefined;
  },
};

function readSection(value: JsonObject, type: string): Recognised {
  const bootstrap = objectField(value, 'bootstrap');
  if (bootstrap !== undefined) {
    const at = [keyOf(value, 'bootstrap')];
    return {
      resources: [{ kind: 'bootstrap', state: 'static', value: bootstrap, at, ...told(value, bootstrap) }],
      sections: ['bootstrap'],
    };
  }
  const section = sectionOfType(type);
  return { resources: [], sections: section === undefined ? [] : [section] };
}
