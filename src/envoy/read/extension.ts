/**
 * Which extension a configuration is for. Since Envoy 1.22 the `@type` of `typed_config` decides and the name
 * is free text; API v2 went by the name (source/common/config/utility.h, `getAndCheckFactory`).
 */
import type { JsonObject } from '../../input/model.ts';
import { isObject, message, text } from './fields.ts';

/** An extension's configuration, taken out of its wrapping. */
export interface Extension {
  /** `TypedExtensionConfig.name` or the filter's name. */
  readonly name: string;
  /** Full message name (`envoy.extensions…v3.TcpProxy`); empty where only a name was given. */
  readonly type: string;
  readonly config: JsonObject;
  /** Where `config` stands, relative to the object that holds the extension: `/typed_config`. */
  readonly path: string;
}

const empty: JsonObject = {};
/** Deeper nesting of TypedStruct has no meaning to Envoy. */
const maximumWrappers = 4;
const structTypes = new Set(['udpa.type.v1.TypedStruct', 'xds.type.v3.TypedStruct', 'google.protobuf.Struct']);

/** Full message name of a type URL: what stands after the last slash. */
export function messageName(typeUrl: string): string {
  return typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
}

/** Reads `name` with `typed_config`, or with v2's `config` (a Struct), from the object that has them. */
export function readExtension(holder: JsonObject): Extension {
  const name = text(holder, 'name') ?? '';
  const typed = message(holder, 'typed_config');
  if (typed !== undefined) return { name, ...unwrapAny(typed, '/typed_config') };
  for (const key of ['config', 'hidden_envoy_deprecated_config']) {
    const config = message(holder, key);
    if (config !== undefined) return { name, type: '', config, path: `/${key}` };
  }
  return { name, type: '', config: empty, path: '' };
}

/** An Any in JSON: its message name and content, TypedStruct taken off. */
export function unwrapAny(any: JsonObject, path: string): Pick<Extension, 'type' | 'config' | 'path'> {
  let type = messageName(text(any, '@type') ?? '');
  let config = any;
  let at = path;
  for (let depth = 0; structTypes.has(type) && depth < maximumWrappers; depth++) {
    const value = Object.hasOwn(config, 'value') ? config['value'] : undefined;
    type = messageName(text(config, 'type_url') ?? '');
    config = isObject(value) ? value : empty;
    at = `${at}/value`;
  }
  return { type, config, path: at };
}

/**
 * The extension's short name: the segment before the version in its type (`tcp_proxy` of
 * `envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy`), else the last segment of its name. Types that are
 * neither Envoy's nor Istio's give an empty string, because their authors may use the same words.
 */
export function extensionKind({ type, name }: Pick<Extension, 'type' | 'name'>): string {
  if (type === '' || type.startsWith('google.protobuf.')) return name.slice(name.lastIndexOf('.') + 1);
  if (!/^(envoy|istio)\./.test(type)) return '';
  return /\.([a-z0-9_]+)\.v\d+[a-z0-9]*\.\w+$/.exec(type)?.[1] ?? '';
}

/** The message's own name without its package: `UpstreamTlsContext`. */
export function simpleName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
