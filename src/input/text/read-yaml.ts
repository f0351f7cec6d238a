import { LineCounter, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import type { Collector } from '../collect.ts';
import type { Plan } from '../json/plan.ts';
import type { JsonValue } from '../model.ts';
import { Unusable } from '../unusable.ts';
import { takeApart } from './take-apart.ts';

/** Reads a stream of YAML documents as Kubernetes does: the last of equal keys wins, `<<` merges, tags mean nothing. */
export function readYaml(text: string, plan: Plan, collector: Collector): void {
  const lines = new LineCounter();
  for (const [document, parsed] of parseYaml(text, lines).entries()) {
    const error = parsed.errors[0];
    if (error?.message.includes('call stack') === true) throw tooDeep(error);
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      const saw = `YAML that breaks off: ${sentence(error.message)}`;
      throw new Unusable('unreadable', saw, 'correct it there', { cause: error, at: { line, column: col } });
    }
    takeApart(plainValue(parsed), plan, (tokens, value) => collector.take({ tokens, value }, { document }));
  }
}

/** All documents with their positions; nesting that is too deep for the parser is an error with a sentence. */
export function parseYaml(text: string, lines: LineCounter): readonly Document.Parsed[] {
  return shallow(() => {
    const options = { lineCounter: lines, uniqueKeys: false, merge: true, logLevel: 'silent', prettyErrors: false };
    return [...parseAllDocuments(text, { ...options, logLevel: 'silent' })];
  });
}

function plainValue(document: Document.Parsed): JsonValue {
  return shallow(() => {
    try {
      const value: unknown = document.toJS({ maxAliasCount: 1000 });
      return asJson(value);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      throw new Unusable('too-large', 'YAML whose aliases unfold without end', 'do not trust where it came from', {
        cause: error,
      });
    }
  });
}

/** Only what JSON can say: YAML's other values become text. */
export function asJson(value: unknown): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object') return typeof value === 'bigint' ? String(value) : null;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asJson(member)]));
}

function shallow<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooDeep(error);
  }
}

function tooDeep(cause: Error): Unusable {
  return new Unusable('too-large', 'YAML that is nested too deeply', 'no proxy writes that: check what it is', {
    cause,
  });
}

/** The first line of the parser's message, which may quote what stands there. */
function sentence(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/:? *"[^"]*"?$/, '').replace(/[.:]$/, '');
}
