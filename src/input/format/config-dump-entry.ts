import { isItem } from '../element.ts';
import type { Format, Found, Recognised } from '../format.ts';
import type { JsonObject, RawResource } from '../model.ts';
import { sectionList } from '../sections.ts';
import type { SectionList } from '../sections.ts';
import { isObject, keyOf, objectField, stringField } from '../spelling.ts';

/** An entry of a section of `/config_dump` (`DynamicCluster`, `StaticListener`, `DynamicListener`, …). */
export const configDumpEntry: Format = {
  name: 'config_dump',
  recognise(element) {
    const { tokens, value } = element;
    const list = isItem(element) ? sectionList(tokens.at(-2)) : undefined;
    if (list === undefined || !isObject(value)) return undefined;
    const recognised = readEntry(value, list);
    return tokens.length === 2 && list.kind === 'secret' ? { ...recognised, name: printedSecrets } : recognised;
  },
};

/** `istioctl pc secret -o json` prints a `SecretsConfigDump` without its type and its name. */
export const printedSecrets = 'istioctl pc secret -o json';

/** The states a `ListenersConfigDump.DynamicListener` keeps side by side (Envoy ≥ 1.13). */
const listenerStates: readonly (readonly [string, RawResource['state']])[] = [
  ['active_state', 'active'],
  ['warming_state', 'warming'],
  ['draining_state', 'draining'],
];

export function readEntry(entry: JsonObject, list: SectionList): Recognised {
  const resources = listenerStates.flatMap(([name, state]) => {
    const holder = objectField(entry, name);
    return holder === undefined ? [] : message(holder, [keyOf(entry, name)], { ...list, state });
  });
  resources.push(...message(entry, [], list), ...rejected(entry, list));
  return { resources };
}

/** The message in `holder`, with what the holder says of it. */
function message(
  holder: JsonObject,
  at: readonly string[],
  { kind, state, message: name }: SectionList,
): readonly Found[] {
  const value = objectField(holder, name);
  if (value === undefined) return [];
  return [{ kind, state, value, at: [...at, keyOf(holder, name)], ...told(holder, value) }];
}

/** `UpdateFailureState`: what was refused, and why. What was refused may be missing (Envoy < 1.18). */
function rejected(entry: JsonObject, { kind }: SectionList): readonly Found[] {
  const failure = objectField(entry, 'error_state');
  if (failure === undefined) return [];
  const at = keyOf(entry, 'error_state');
  const refused = objectField(failure, 'failed_configuration');
  const name = stringField(entry, 'name');
  const value = refused ?? (name === undefined ? {} : { name });
  const lastUpdated = stringField(failure, 'last_update_attempt');
  return [
    {
      kind,
      value,
      state: 'rejected',
      at: refused === undefined ? [at] : [at, keyOf(failure, 'failed_configuration')],
      rejection: stringField(failure, 'details') ?? '',
      ...(lastUpdated === undefined ? {} : { lastUpdated }),
      ...typeOf(value),
    },
  ];
}

/** Version and time, as the entry around a message tells them. */
export function told(holder: JsonObject, value: JsonObject): Pick<Found, 'lastUpdated' | 'versionInfo' | 'typeUrl'> {
  const lastUpdated = stringField(holder, 'last_updated');
  const versionInfo = stringField(holder, 'version_info');
  return {
    ...(lastUpdated === undefined ? {} : { lastUpdated }),
    ...(versionInfo === undefined ? {} : { versionInfo }),
    ...typeOf(value),
  };
}

function typeOf(value: JsonObject): Pick<Found, 'typeUrl'> {
  const typeUrl = stringField(value, '@type');
  return typeUrl === undefined ? {} : { typeUrl };
}
