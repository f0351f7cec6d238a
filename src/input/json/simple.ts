import type { JsonValue } from '../model.ts';
import { JsonError } from './error.ts';
import { camelCase, whole } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Deliver } from './record.ts';

const parse: (source: string) => JsonValue = JSON.parse;
const depthLimit = 1000;
const dropped = Symbol('dropped');
type Kept = JsonValue | typeof dropped;
const scalar = /[^\s,\]}:"{[]+/uy;
const text = /"(?:[^"\\]|\\.)*"/suy;

/** Reads all documents of one text, recursively: slow, short, and evidently right. */
export function readText(source: string, plan: Plan, deliver: Deliver): void {
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  let document = 0;
  const bytes = (end: number): number => Buffer.byteLength(source.slice(0, end));
  const fail = (what: string): never => {
    throw new JsonError(at >= source.length ? 'cut' : 'syntax', bytes(at), what);
  };
  const space = (): void => {
    while (' \t\r\n'.includes(source[at] ?? 'x')) at += 1;
  };
  const token = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? '';
  };
  const parsed = (what: string): JsonValue => {
    try {
      const value = parse(what);
      at += what.length;
      return value;
    } catch {
      return fail(`${JSON.stringify(what.slice(0, 20))} is no value`);
    }
  };
  const list = (close: string, element: () => void): void => {
    at += 1;
    space();
    while (source[at] !== close) {
      element();
      space();
      if (source[at] === ',') {
        at += 1;
        space();
        if (source[at] === close) fail('a comma before the end');
      } else if (source[at] !== close) fail(`no "," and no "${close}"`);
    }
    at += 1;
  };
  const read = (wanted: Plan | undefined, pointer: string, depth: number): Kept => {
    if (depth > depthLimit) throw new JsonError('limit', bytes(at), `more than ${depthLimit} levels`);
    const start = at;
    let value: JsonValue;
    if (source[at] === '{') {
      const members: [string, JsonValue][] = [];
      list('}', () => {
        const name = parsed(token(text));
        if (typeof name !== 'string') throw new JsonError('syntax', bytes(at), 'no member name');
        space();
        if (source[at] !== ':') fail('no ":"');
        at += 1;
        space();
        const below = wanted?.whole === true ? whole : (field(wanted, name) ?? wanted?.members);
        const child = read(below, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
        if (child !== dropped) members.push([name, child]);
      });
      value = Object.fromEntries(members);
    } else if (source[at] === '[') {
      const items: JsonValue[] = [];
      let index = 0;
      list(']', () => {
        const child = read(wanted?.whole === true ? whole : wanted?.items, `${pointer}/${index}`, depth + 1);
        if (child !== dropped) items.push(child);
        index += 1;
      });
      value = items;
    } else value = parsed(source[at] === '"' ? token(text) : token(scalar));
    if (wanted === undefined) return dropped;
    if (wanted.emit === undefined) return value;
    deliver({ emit: wanted.emit, value, pointer, document, start: bytes(start), end: bytes(at) });
    return dropped;
  };
  space();
  while (at < source.length) {
    const leadingNumber = document === 0 && /^\d+\s*[[{]/u.test(source.slice(at, at + 100));
    read(leadingNumber ? undefined : plan, '', 0);
    if (!leadingNumber) document += 1;
    space();
  }
  if (document === 0) fail('nothing');
}

function field(plan: Plan | undefined, name: string): Plan | undefined {
  for (const [each, below] of Object.entries(plan?.fields ?? {})) {
    if (each === name || camelCase(each) === name) return below;
  }
  return undefined;
}
