import { stringify } from 'yaml';
import type { Evidence, ResolvedEvidence } from '../../evidence.ts';
import { fromPointer, toPointer } from '../pointer.ts';
import { excerptOf } from './excerpt.ts';
import type { Render } from './excerpt.ts';
import { findInYaml } from './find-yaml.ts';
import type { ParsedYaml } from './find-yaml.ts';

export { parseForLookup } from './find-yaml.ts';

/** Looks evidence up in a YAML text. */
export function resolveInYaml({ place, path, note }: Evidence, yaml: ParsedYaml): ResolvedEvidence {
  const wanted = [...fromPointer(place.pointer), ...fromPointer(path)];
  const found = findInYaml(yaml, place.document ?? 0, wanted);
  const { tokens, inner, absent, line, column, value } = found ?? nowhere(wanted);
  return {
    source: place.source,
    pointer: toPointer(tokens),
    ...(absent.length === 0 ? {} : { absent: toPointer(absent) }),
    line,
    column,
    excerpt: excerptOf(value, [...tokens, ...inner], renderYaml),
    ...(note === undefined ? {} : { note }),
  };
}

function nowhere(absent: readonly string[]) {
  return { tokens: [], inner: [], absent, line: 1, column: 1, value: null };
}

const renderYaml: Render = (key, value) =>
  stringify(key === undefined ? value : { [key]: value }, { lineWidth: 0 }).trimEnd();
