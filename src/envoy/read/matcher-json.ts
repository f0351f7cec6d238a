/** Cautious access to the JSON of a matcher: nothing is assumed about its shape, and only own fields are seen. */

/** An own field of an object; undefined for everything else. */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** A list's items; none where it is no list. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string; undefined for everything else. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Own fields of an object; none for everything else. */
export function fields(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** A `TypedExtensionConfig`: the message's full name and the message. */
export interface TypedConfig {
  readonly type: string;
  readonly value: unknown;
}

/** The message of a `TypedExtensionConfig`, `TypedStruct` wrappers taken off; undefined where there is none. */
export function typedConfig(extension: unknown): TypedConfig | undefined {
  const config = field(extension, 'typed_config');
  const type = messageName(field(config, '@type'));
  if (type === undefined) return undefined;
  if (!type.endsWith('.TypedStruct')) return { type, value: config };
  const inner = messageName(field(config, 'type_url'));
  return inner === undefined ? undefined : { type: inner, value: field(config, 'value') };
}

function messageName(typeUrl: unknown): string | undefined {
  return text(typeUrl)?.replace(/^.*\//u, '');
}
