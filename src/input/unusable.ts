import type { SourceProblem } from './model.ts';

/** Where in the decompressed text; both count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Why a source cannot be used: thrown by what reads it, caught where the source's name is known. */
export class Unusable extends Error {
  readonly kind: SourceProblem['kind'];
  readonly saw: string;
  readonly todo: string;
  readonly line?: number;
  readonly column?: number;

  constructor(
    kind: SourceProblem['kind'],
    saw: string,
    todo: string,
    { cause, at }: { readonly cause?: unknown; readonly at?: TextPosition } = {},
  ) {
    super(saw, cause === undefined ? {} : { cause });
    this.name = 'Unusable';
    this.kind = kind;
    this.saw = saw;
    this.todo = todo;
    if (at !== undefined) {
      this.line = at.line;
      this.column = at.column;
    }
  }
}

/** What the operating system said, as part of a sentence without its code and path. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = reasons.get(code);
  if (known !== undefined) return known;
  return error instanceof Error ? error.message.replace(/^[A-Z0-9_]+: /, '').replace(/,? '?\/.*$/s, '') : String(error);
}

const reasons = new Map([
  ['ENOENT', 'it is not there'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its symbolic links lead in a circle'],
  ['EMFILE', 'too many files are open'],
  ['EIO', 'the disk reports an error'],
  ['ENAMETOOLONG', 'its name is too long'],
]);
