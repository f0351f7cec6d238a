/** Values of a `google.protobuf.Struct` as dumps print them. Source: envoy `ValueUtil::equal`. */

/** Whether two values are equal in type and content. */
export function equalValues(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((value, at) => equalValues(value, other[at]))
    );
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const fields = new Map<string, unknown>(Object.entries(other));
  const entries = Object.entries(one);
  return (
    entries.length === fields.size &&
    entries.every(([key, value]) => fields.has(key) && equalValues(value, fields.get(key)))
  );
}

/** Whether a Struct has no fields. */
export function isEmpty(struct: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(struct).length === 0;
}
