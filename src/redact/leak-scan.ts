/** The last look before anything is written: whatever must not be there, with its place. */
import { findSecrets } from '../secrets/find-secrets.ts';
import type { SecretKind } from '../secrets/shapes.ts';

/** A place in a text that looks like a secret. Lines and columns count from 1. */
export interface Leak {
  readonly kind: SecretKind;
  readonly line: number;
  readonly column: number;
  /** Characters that look like it; what they are is not repeated. */
  readonly length: number;
}

/** Looks through a text that is about to leave the machine. */
export function scanForLeaks(text: string): readonly Leak[] {
  const found = findSecrets(text);
  if (found.length === 0) return [];
  const lines = lineStarts(text);
  return found.map(({ kind, start, end }) => {
    const line = lines.findLastIndex((at) => at <= start);
    return { kind, line: line + 1, column: start - (lines[line] ?? 0) + 1, length: end - start };
  });
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];
}
