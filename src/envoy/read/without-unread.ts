/**
 * Reading along a plan of names (`projection.ts`) keeps what goes by a name that is read somewhere: also in metadata
 * and in the configuration of extensions that nobody reads. What may leave goes through here as well.
 */
import type { JsonObject, JsonValue, RawProxy } from '../../input/model.ts';
import { isObject, snakeCase } from '../../input/spelling.ts';
import { extensionKind, readExtension } from './extension.ts';
import { messages, messageOrEmpty } from './fields.ts';

/** Lists of extensions, of which only the kinds below are read further than their name and type. */
const extensionLists = new Set(['filters', 'http_filters', 'listener_filters']);
const kindsRead = new Set(
  `http_connection_manager tcp_proxy rbac direct_response alpn authn istio_authn
  tls_inspector http_inspector original_dst original_src proxy_protocol`.split(/\s+/u),
);

/** Of `filter_metadata`, what is read under each name. */
const metadataRead: Readonly<Record<string, ReadonlySet<string>>> = {
  istio: new Set(['config', 'subset', 'services', 'workload', 'alpn_override', 'external']),
  pilot_meta: new Set(['original_listener_name']),
  'envoy.filters.listener.original_dst': new Set(['local']),
};
const marks = 'envoy.transport_socket_match';

/** The marks that clusters ask for, and those that Istio goes by; `everything` where a matcher may ask for any. */
export interface MarksRead {
  readonly keys: ReadonlySet<string>;
  readonly everything: boolean;
}

/** What is read where no cluster asks for more. */
export const standingMarksRead: MarksRead = { keys: new Set(['tlsMode', 'tunnel']), everything: false };

export function marksReadOf({ dumps }: RawProxy): MarksRead {
  const clusters = dumps.flatMap(({ resources }) => resources.filter(({ kind }) => kind === 'cluster'));
  return {
    keys: new Set([...standingMarksRead.keys, ...clusters.flatMap(({ value }) => marksMatched(value))]),
    everything: clusters.some(({ value }) => hasMatcher(value)),
  };
}

/** Whether a cluster (as it stands in a dump) asks for marks beyond those that Istio goes by. */
export function readsMoreMarks(cluster: JsonObject): boolean {
  return hasMatcher(cluster) || marksMatched(cluster).some((key) => !standingMarksRead.keys.has(key));
}

function marksMatched(cluster: JsonObject): readonly string[] {
  return messages(cluster, 'transport_socket_matches').flatMap((each) => Object.keys(messageOrEmpty(each, 'match')));
}

function hasMatcher(cluster: JsonObject): boolean {
  return Object.keys(messageOrEmpty(cluster, 'transport_socket_matcher')).length > 0;
}

/** A message without what is read of none of its parts. */
export function withoutUnread(value: JsonObject, read: MarksRead): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, kept(each, snakeCase(key), read)]));
}

function kept(value: JsonValue, key: string, read: MarksRead): JsonValue {
  if (Array.isArray(value)) return value.map((each: JsonValue) => kept(known(each, key), key, read));
  if (!isObject(value)) return value;
  return key === 'filter_metadata' ? metadata(value, read) : withoutUnread(value, read);
}

function known(value: JsonValue, list: string): JsonValue {
  if (!isObject(value) || !extensionLists.has(list)) return value;
  const extension = readExtension(value);
  if (extension.path === '' || kindsRead.has(extensionKind(extension))) return value;
  const { config: _struct, hidden_envoy_deprecated_config: _hidden, typed_config, typedConfig, ...rest } = value;
  return { ...rest, ...typeOf({ typed_config, typedConfig }) };
}

/** The wrapping of a configuration, without what is in it. */
function typeOf(holders: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const types = ['@type', 'type_url', 'typeUrl'];
  return Object.fromEntries(
    Object.entries(holders).flatMap(([key, holder]) =>
      isObject(holder)
        ? [[key, Object.fromEntries(Object.entries(holder).filter(([each]) => types.includes(each)))]]
        : [],
    ),
  );
}

function metadata(struct: JsonObject, read: MarksRead): JsonObject {
  if (read.everything) return struct;
  return Object.fromEntries(
    Object.entries(struct).flatMap(([name, fields]) => {
      const names = name === marks ? read.keys : Object.hasOwn(metadataRead, name) ? metadataRead[name] : undefined;
      if (names === undefined || !isObject(fields)) return [];
      return [[name, Object.fromEntries(Object.entries(fields).filter(([key]) => names.has(key)))]];
    }),
  );
}
