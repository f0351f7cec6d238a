/** A proxy in terms of other addresses: everything it says stays, the addresses it says it with change. */
import type { Proxy } from '../envoy/model.ts';
import type { AddressMap } from './same-addresses.ts';

/** Text longer than this holds no name: certificates, code. */
const longest = 256;
const spelled = /^(?:\[(?<v6>[0-9a-f:.]+)\](?=$|[:/])|(?<v4>\d{1,3}(?:\.\d{1,3}){3})(?=$|[:_/]))/iu;

/** Rewrites addresses wherever they stand alone or before a port. What names a place in a source is left as it is. */
export function readdressed(proxies: readonly Proxy[], map: AddressMap): readonly Proxy[] {
  if (map.size === 0) return proxies;
  const done = new WeakMap<object, object>();
  return proxies.map((proxy) => rewrite(proxy, map, done));
}

/** The same for any value that came as JSON. */
export function readdressedValue<Value>(value: Value, map: AddressMap): Value {
  return map.size === 0 ? value : rewrite(value, map, new WeakMap());
}

function rewrite<Value>(value: Value, map: AddressMap, done: WeakMap<object, object>): Value;
function rewrite(value: unknown, map: AddressMap, done: WeakMap<object, object>): unknown {
  if (typeof value === 'string') return rewriteText(value, map);
  if (typeof value !== 'object' || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  const entries = Object.entries(value).map(
    ([key, part]: readonly [string, unknown]) =>
      [key, part, key === 'place' ? part : rewrite(part, map, done)] as const,
  );
  // What did not change is shared as before: it was judged once and need not be again.
  const same = entries.every(([, part, rewritten]) => part === rewritten);
  const result = same ? value : rebuilt(Array.isArray(value), entries);
  done.set(value, result);
  return result;
}

function rebuilt(isList: boolean, entries: readonly (readonly [string, unknown, unknown])[]): object {
  if (isList) return entries.map(([, , part]) => part);
  return Object.fromEntries(entries.map(([key, , part]) => [key, part]));
}

function rewriteText(text: string, map: AddressMap): string {
  if (text.length > longest) return text;
  const whole = map.get(text);
  if (whole !== undefined) return whole;
  const found = spelled.exec(text);
  const ip = found?.groups?.['v6'] ?? found?.groups?.['v4'];
  const other = ip === undefined ? undefined : map.get(ip);
  if (found === null || other === undefined) return text;
  return `${other.includes(':') ? `[${other}]` : other}${text.slice(found[0].length)}`;
}
