import type { SourceId } from '../evidence.ts';
import type { SourceProblem } from './model.ts';
import { Unusable, systemReason } from './unusable.ts';

/** The problem that an error while reading a source amounts to. */
export function problemOf(source: SourceId, named: boolean, error: unknown): SourceProblem {
  if (error instanceof Unusable) {
    const { kind, saw, todo, line, column } = error;
    const place = line === undefined ? {} : { line, ...(column === undefined ? {} : { column }) };
    return { source, named, kind, saw, todo, ...place };
  }
  const saw = `something that cannot be read: ${systemReason(error)}`;
  return { source, named, kind: 'unreadable', saw, todo: 'make it readable, or fetch it again' };
}
