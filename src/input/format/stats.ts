import type { Format } from '../format.ts';
import type { JsonValue } from '../model.ts';
import { isObject } from '../spelling.ts';

/** The counters that bear on TLS, as Envoy's `/stats?filter=` takes it (RE2) and as it is read here. */
export const countersThatMatter =
  '\\.(ssl\\.(handshake|connection_error|fail_verify_[a-z_]+)|no_filter_chain_match|upstream_cx_connect_(fail|timeout))$';

const matters = new RegExp(countersThatMatter, 'u');

/** `/stats?format=json` with a filter that leaves these counters; any other page of statistics is none. */
export const stats: Format = {
  name: '/stats?format=json',
  recognise({ tokens, value }) {
    if (tokens.length > 0 || !isObject(value) || Object.keys(value).length !== 1) return undefined;
    const list = value['stats'];
    if (!Array.isArray(list) || !list.every(isCounter)) return undefined;
    return { resources: [{ kind: 'stats', state: 'active', value, at: [] }] };
  },
};

function isCounter(entry: JsonValue): boolean {
  return (
    isObject(entry) &&
    typeof entry['name'] === 'string' &&
    typeof entry['value'] === 'number' &&
    matters.test(entry['name'])
  );
}
