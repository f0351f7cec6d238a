/** JSONPath over dumps: the only place that calls jsonpath-plus, always with evaluation switched off. */
import { JSONPath } from 'jsonpath-plus';
import { UsageError } from '../errors.ts';
import type { JsonValue } from '../input/model.ts';

/** A value that a path leads to. */
export interface Match {
  /** RFC 6901, from the document's root. */
  readonly pointer: string;
  readonly value: JsonValue;
}

/** Filters and scripts: `[?(@.name=='x')]`, `[(@.length-1)]`. They are JavaScript, and nothing here runs any. */
const evaluates = /\[\s*\??\s*\(|\?\(/u;

/** What a path leads to in a document, in the document's order. Throws a `UsageError` for a path that is none. */
export function findByPath(path: string, document: unknown): Match[] {
  if (evaluates.test(path)) {
    throw new UsageError({
      what: 'filters and scripts in a JSONPath are not evaluated',
      where: path,
      meaning: 'They are programs, and a program from a command line or a dump is never run here.',
      todo: 'Ask for more ($..filter_chains[*]) and select with jq: -o json prints pointer, place and value.',
    });
  }
  if (!isWellFormed(path)) throw unreadable(path, 'this JSONPath cannot be read');
  try {
    const matches: unknown = JSONPath({ path, json: asObject(document), eval: false, resultType: 'all', wrap: true });
    return Array.isArray(matches) ? matches.flatMap(readMatch) : [];
  } catch (error) {
    // Recursion without an end of its own, over nesting without an end of its own.
    throw unreadable(
      path,
      error instanceof RangeError ? 'this path leads too deep' : 'this JSONPath cannot be read',
      error,
    );
  }
}

/** jsonpath-plus makes something of every text; people want to hear of a bracket that they forgot. */
function isWellFormed(path: string): boolean {
  const plain = path.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gu, '');
  return /^[$^]/u.test(plain) && /^(?:[^[\]'"]|\[[^[\]'"]*\])*$/u.test(plain);
}

function unreadable(path: string, what: string, cause?: unknown): UsageError {
  const todo = 'Write one that begins with $, such as $..transport_socket or $.configs[*].dynamic_listeners.';
  return new UsageError({ what, where: path === '' ? 'an empty path' : path, todo }, { cause });
}

/** jsonpath-plus answers nothing for scalars. */
function asObject(document: unknown): object {
  return typeof document === 'object' && document !== null ? document : [];
}

function readMatch(match: unknown): Match[] {
  if (typeof match !== 'object' || match === null) return [];
  const { pointer, value }: { readonly pointer?: unknown; readonly value?: unknown } = match;
  return typeof pointer === 'string' && isJson(value) ? [{ pointer, value }] : [];
}

/** Everything below a JSON document is JSON; property names, which `~` asks for, are too. */
function isJson(value: unknown): value is JsonValue {
  return value === null || ['object', 'string', 'number', 'boolean'].includes(typeof value);
}
