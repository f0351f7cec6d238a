/**
 * The same mesh under other names: hosts, addresses and ports replaced at random, listeners, chains and
 * clusters in another order, one proxy in snake_case and the next in camelCase. Whoever keys on a
 * recording's names, ports or order gives another answer. Identities stay: certificates are signed.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Repeatable random numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Disguise {
  /** A check file or another text. */
  text(original: string): string;
  /** A config dump; `camel` spells its fields as istioctl does. */
  dump(original: string, camel: boolean): string;
}

/** One disguise for all files of a scenario. */
export function disguise(seed: number, ports: ReadonlySet<number>): Disguise {
  const next = random(seed);
  const names = new Map<string, string>();
  const rename = (kind: string, original: string, make: () => string): string => {
    const key = `${kind} ${original}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const fresh = make();
    names.set(key, fresh);
    return fresh;
  };
  const label = (): string => `n${Math.floor(next() * 1e9).toString(36)}`;
  const octet = (): number => 1 + Math.floor(next() * 253);
  const address = (ip: string): string => rename('ip', ip, () => `10.${octet()}.${octet()}.${octet()}`);
  const numbers = new Set<number>();
  const port = (original: number): number => {
    const found = names.get(`port ${original}`);
    if (found !== undefined) return Number(found);
    let fresh = 0;
    do fresh = 20_000 + Math.floor(next() * 9999);
    while (numbers.has(fresh));
    numbers.add(fresh);
    names.set(`port ${original}`, String(fresh));
    return fresh;
  };
  const digits = [...ports].toSorted((a, b) => b - a).join('|');
  const portText = new RegExp(`(?:(?<![\\w./-])|(?<=[|_:]|[a-z][.]|port[-_]))(?:${digits})(?![\\d.])`, 'gu');
  const text = (original: string): string =>
    original
      .replace(/[a-z0-9-]+\.[a-z0-9-]+\.svc\.cluster\.local/gu, (host) => {
        const [service = '', namespace = ''] = host.split('.');
        return `${rename('service', service, label)}.${rename('namespace', namespace, label)}.svc.cluster.local`;
      })
      .replace(/\b10\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/gu, address)
      .replace(portText, (found) => String(port(Number(found))));

  const walk = (value: Json, key: string, camel: boolean, inStruct: boolean): Json => {
    if (typeof value === 'number')
      return isPortKey(key, ports, value) ? port(key === 'end' ? value - 1 : value) + (key === 'end' ? 1 : 0) : value;
    if (typeof value === 'string') return untouched.has(key) ? value : text(value);
    if (Array.isArray(value)) {
      const items = value.map((item) => walk(item, key, camel, inStruct));
      return shuffled.has(key) ? shuffle(items, next) : items;
    }
    if (value === null || typeof value === 'boolean') return value;
    const inner = inStruct || structs.has(key);
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const spelled = camel && !inner && !structs.has(key) ? camelCase(name) : name;
        return [spelled, walk(item, snakeCase(name), camel, inner)];
      }),
    );
  };
  return {
    text,
    dump: (original, camel) => JSON.stringify(walk(JSON.parse(original) as Json, '', camel, false)),
  };
}

/** Not names: signed, dated or counted things. */
const untouched = new Set([
  'inline_bytes',
  'inline_string',
  'last_updated',
  'version_info',
  '@type',
  'details',
  'exact',
  'prefix',
  'serial_number',
]);
/** google.protobuf.Struct: its keys are data. */
const structs = new Set(['filter_metadata', 'match', 'json_format']);
const shuffled = new Set([
  'dynamic_listeners',
  'filter_chains',
  'dynamic_active_clusters',
  'dynamic_endpoint_configs',
  'virtual_hosts',
  'dynamic_route_configs',
]);

function isPortKey(key: string, ports: ReadonlySet<number>, value: number): boolean {
  if (key === 'end') return ports.has(value - 1);
  return ports.has(value) && ['port_value', 'destination_port', 'start', 'upstream_port_override'].includes(key);
}

function camelCase(name: string): string {
  return name.startsWith('@') || !/^[a-z][a-z0-9_]*$/u.test(name)
    ? name
    : name.replace(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

function shuffle(items: Json[], next: () => number): Json[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1));
    const [one, two] = [result[index], result[other]];
    if (one === undefined || two === undefined) continue;
    result[index] = two;
    result[other] = one;
  }
  return result;
}
