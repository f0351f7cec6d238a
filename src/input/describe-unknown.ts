import type { JsonValue } from './model.ts';
import { field, isObject } from './spelling.ts';

type Sentence = readonly [saw: string, todo: string];

const fetchADump = "name a config dump: istioctl pc all POD -o json, or Envoy's /config_dump?include_eds";

/** What JSON or YAML is that no format knows, and what to do instead. Names keys, never values. */
export function describeUnknown(value: JsonValue | undefined): Sentence {
  if (value === undefined) return ['JSON without any resource in it', fetchADump];
  if (!isObject(value)) return [`a ${typeof value === 'object' ? 'list' : typeof value} and nothing else`, fetchADump];
  if (looksLikeAccessLog(Object.keys(value))) {
    return ['an access log', 'mtlscope symptom reads log lines; as a source, fetch /config_dump?include_eds'];
  }
  if (field(value, 'edges') !== undefined) {
    return ['a check file', 'it is what mtlscope check takes first; the dumps come after it'];
  }
  if (field(value, 'stats') !== undefined) {
    return [
      "Envoy's statistics",
      'they count what happened, not how a proxy is set up: fetch /config_dump?include_eds',
    ];
  }
  const keys = Object.keys(value).slice(0, 4);
  const named = keys.map((key) => JSON.stringify(key.slice(0, 30))).join(', ');
  return [`data that no proxy, istioctl or Kubernetes writes (its keys: ${named})`, fetchADump];
}

const logKeys = new Set(
  'response_flags response_code upstream_host upstream_cluster upstream_transport_failure_reason flags code up_host'.split(
    ' ',
  ),
);

function looksLikeAccessLog(keys: readonly string[]): boolean {
  return keys.filter((key) => logKeys.has(key)).length >= 2;
}
