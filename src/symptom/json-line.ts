/** Access logs as JSON: Istio's `accessLogEncoding: JSON`, and formats of one's own with Envoy's operators. */
import { logSighting, type LogField, type Sighting } from './sighting.ts';

/** Keys people give Envoy's operators, without case and punctuation. */
const keys: readonly (readonly [LogField, ...string[]])[] = [
  ['status', 'responsecode', 'code', 'status', 'statuscode', 'httpstatus'],
  ['flags', 'responseflags', 'flags', 'responseflag'],
  ['details', 'responsecodedetails', 'details'],
  ['terminated', 'connectionterminationdetails', 'terminationdetails', 'conn'],
  ['upstreamFailure', 'upstreamtransportfailurereason', 'upfail', 'upstreamfailure'],
  ['downstreamFailure', 'downstreamtransportfailurereason', 'downfail', 'downstreamfailure'],
  ['userAgent', 'useragent'],
  ['cluster', 'upstreamcluster', 'upstreamclusterraw', 'upcluster', 'cluster'],
  ['authority', 'authority', 'host'],
  ['upstream', 'upstreamhost', 'uphost'],
  ['local', 'downstreamlocaladdress', 'local'],
  ['remote', 'downstreamremoteaddress', 'remote'],
  ['sni', 'requestedservername', 'sni'],
];

const fieldOf = new Map(keys.flatMap(([field, ...names]) => names.map((name) => [name, field] as const)));

/** One of these makes it a line of a proxy. */
const telling: readonly LogField[] = ['flags', 'details', 'cluster', 'upstream'];

/** What container runtimes and log shippers wrap a line in. */
const wrappers = ['log', 'message', 'msg', 'textpayload', 'body'];

/** Reads a line that holds a JSON object; `read` reads a text that is wrapped in it. */
export function jsonLine(
  line: number,
  text: string,
  read: (text: string) => Sighting | undefined,
): Sighting | undefined {
  const start = text.indexOf('{');
  const value = start < 0 ? undefined : parsed(text.slice(start));
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<LogField, string>();
  for (const [key, content] of Object.entries(value)) {
    const word = key.toLowerCase().replaceAll(/[^a-z]/gu, '');
    if (wrappers.includes(word) && typeof content === 'string') return read(content.trim());
    const field = fieldOf.get(word);
    if (field !== undefined && !fields.has(field)) fields.set(field, written(content));
  }
  return telling.some((field) => fields.has(field)) ? logSighting(line, text, fields) : undefined;
}

function written(content: unknown): string {
  if (typeof content === 'string') return content;
  return typeof content === 'number' ? String(content) : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
