/**
 * The check file: expectations about edges (`docs/check-file.md`).
 * Reading is strict: an entry that is not understood is an error with its line, never skipped.
 */
import { LineCounter, parseDocument, isMap, isSeq, type YAMLError, type YAMLMap } from 'yaml';
import { UsageError } from '../errors.ts';
import type { Speaks } from '../edge/question.ts';

/** One expectation as written. */
export interface Expectation {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly speaks?: Speaks;
  readonly authority?: string;
  readonly endpoint?: string;
  /** Any of these will do; empty where only `identity` or `cause` is expected. */
  readonly expect: readonly string[];
  readonly identity?: string;
  readonly cause?: string;
  /** Edges that are known and accepted, as `FROM → TO` pairs with `*`. */
  readonly except: readonly { readonly from: string; readonly to: string }[];
  readonly line: number;
}

const outcomes = ['mtls', 'tls', 'plaintext', 'app-tls', 'fails', 'undecided', 'mixed'];
const protocols: readonly Speaks[] = ['http', 'tls', 'tcp', 'server-first'];
const keys = new Set(['id', 'from', 'to', 'speaks', 'authority', 'endpoint', 'expect', 'identity', 'cause', 'except']);

/** Parses the text of a check file. Throws a `UsageError` naming file, line and what is wrong. */
export function readCheckFile(text: string, file: string): readonly Expectation[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw wrong(file, line, whatIsOdd(error, text.split('\n')[line - 1] ?? ''));
  }
  const edges = isMap(document.contents) ? document.contents.get('edges', true) : undefined;
  if (!isSeq(edges)) throw wrong(file, 1, 'there is no list `edges:`');
  return edges.items.map((item, index) => {
    const line = isMap(item) ? lines.linePos(item.range?.[0] ?? 0).line : 1;
    if (!isMap(item)) throw wrong(file, line, `entry ${index + 1} of \`edges\` is no map`);
    return readEntry(item, file, line, index);
  });
}

/** In words of the file, not of the parser's callers. */
function whatIsOdd({ code, message }: YAMLError, line: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a second YAML document; a check file is one, with a list `edges:`';
  const [said = ''] = message.split('\n');
  const isAddress = /(?<!["'])\[[\da-f]*:[\da-f:]*\]:\d/iu.test(line);
  return `${said.replace(/ at line \d+, column \d+:?$/u, '')}${isAddress ? ' (an IPv6 address is quoted: "[fd00::1]:80")' : ''}`;
}

function wrong(file: string, line: number, what: string): UsageError {
  return new UsageError({
    what,
    where: `${file}:${line}`,
    meaning: 'the check file says what is expected of each edge; an entry that is not understood would go unchecked',
    todo: 'write entries such as {from: sleep, to: "web:80", expect: mtls}',
  });
}

function readEntry(item: YAMLMap, file: string, line: number, index: number): Expectation {
  const value: unknown = item.toJSON();
  const entry = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  for (const key of entry.keys()) {
    if (!keys.has(key)) throw wrong(file, line, `unknown key \`${key}\``);
  }
  const text = (key: string): string | undefined => {
    const found: unknown = entry.get(key);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  };
  const from = text('from');
  const to = text('to');
  if (from === undefined || to === undefined) throw wrong(file, line, 'an edge needs `from` and `to`');
  const speaks = protocols.find((protocol) => protocol === text('speaks'));
  if (entry.has('speaks') && speaks === undefined)
    throw wrong(file, line, `\`speaks\` is one of ${protocols.join(', ')}`);
  const expected: unknown = entry.get('expect');
  const expect = (Array.isArray(expected) ? expected : expected === undefined ? [] : [expected]).map(String);
  const odd = expect.find((word) => !outcomes.includes(word));
  if (odd !== undefined)
    throw wrong(file, line, `\`expect: ${odd}\` is no outcome; outcomes are ${outcomes.join(', ')}`);
  return {
    id: text('id') ?? String(index + 1),
    from,
    to,
    ...(speaks !== undefined && { speaks }),
    ...optional('authority', text('authority')),
    ...optional('endpoint', text('endpoint')),
    expect,
    ...optional('identity', text('identity')),
    ...optional('cause', text('cause')),
    except: exceptions(entry.get('except')),
    line,
  };
}

function optional<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  const result: Partial<Record<Key, string>> = {};
  if (value !== undefined) result[key] = value;
  return result;
}

function exceptions(value: unknown): Expectation['except'] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: unknown) => {
    const pair = new Map(Object.entries(typeof entry === 'object' && entry !== null ? entry : {}));
    return { from: String(pair.get('from') ?? '*'), to: String(pair.get('to') ?? '*') };
  });
}
