import type { Format, Recognised } from '../format.ts';
import type { JsonObject, RawSections } from '../model.ts';
import { sectionList, sectionOfType } from '../sections.ts';
import { isObject, keyOf, objectField, stringField } from '../spelling.ts';
import { printedSecrets, told } from './config-dump-entry.ts';

/**
 * What is left of a `…ConfigDump` message when its lists are taken out: the bootstrap, or just the `@type`
 * that tells that a section was asked for. Also the wrapper around them all.
 */
export const configDumpRest: Format = {
  name: 'config_dump',
  recognise({ tokens, value }) {
    if (!isObject(value)) return undefined;
    const type = stringField(value, '@type') ?? '';
    const sections = listedSections(value);
    // Istio 1.0 has a map of sections, and masked dumps may have lost the type.
    const inConfigs = tokens.length === 2 && tokens[0] === 'configs';
    const isBootstrap = inConfigs && objectField(value, 'bootstrap') !== undefined;
    if (!type.endsWith('ConfigDump') && sections.length === 0 && !isBootstrap) return undefined;
    const recognised = readRest(value, type, sections);
    const isPrinted = tokens.length === 0 && type === '' && sections.every((section) => section === 'secrets');
    return isPrinted ? { ...recognised, name: printedSecrets } : recognised;
  },
};

/** The sections whose lists the message had, empty ones included. */
function listedSections(value: JsonObject): readonly (keyof RawSections)[] {
  return Object.keys(value).flatMap((key) => sectionList(key)?.section ?? []);
}

function readRest(value: JsonObject, type: string, listed: readonly (keyof RawSections)[]): Recognised {
  const bootstrap = objectField(value, 'bootstrap');
  if (bootstrap !== undefined) {
    const at = [keyOf(value, 'bootstrap')];
    return {
      resources: [{ kind: 'bootstrap', state: 'static', value: bootstrap, at, ...told(value, bootstrap) }],
      sections: ['bootstrap'],
    };
  }
  const section = sectionOfType(type);
  return { resources: [], sections: section === undefined ? listed : [section, ...listed] };
}
