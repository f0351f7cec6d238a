/** A small writer of YAML: block style, for the manifests that fixes are made of. */

export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/** Writes a mapping as a document without a trailing newline; keys without a value are left out. */
export function toYaml(value: { readonly [key: string]: YamlValue | undefined }): string {
  return mapping(value, '').join('\n');
}

function mapping(value: { readonly [key: string]: YamlValue | undefined }, indent: string): readonly string[] {
  return Object.entries(value).flatMap(([key, each]) =>
    each === undefined ? [] : entry(`${indent}${scalar(key)}:`, each, indent),
  );
}

function entry(before: string, value: YamlValue, indent: string): readonly string[] {
  if (typeof value !== 'object') return [`${before} ${scalar(value)}`];
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return [`${before} []`];
    return [before, ...value.flatMap((each) => item(each, inner))];
  }
  const lines = mapping(value, inner);
  return lines.length === 0 ? [`${before} {}`] : [before, ...lines];
}

function item(value: YamlValue, indent: string): readonly string[] {
  if (typeof value !== 'object' || isList(value)) return entry(`${indent}-`, value, indent);
  const [first = `${indent}  {}`, ...rest] = mapping(value, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** Plain where YAML reads it back as the same text, else as a JSON string, which YAML takes as well. */
function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const plain =
    /^[A-Za-z/][\w./@-]*(?::[\w/][\w./@:-]*)?$/u.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(value);
  return plain || /^\d+$/u.test(value) ? value : JSON.stringify(value);
}
