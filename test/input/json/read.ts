import { JsonError } from '../../../src/input/json/error.ts';
import type { Plan } from '../../../src/input/json/plan.ts';
import { createReader } from '../../../src/input/json/reader.ts';
import type { JsonReaderOptions } from '../../../src/input/json/reader.ts';
import type { JsonRecord } from '../../../src/input/json/record.ts';

export const engines = ['plain', 'simd'] as const;

/** What was delivered, and the error that ended it, if one did. */
export interface Outcome {
  readonly records: readonly JsonRecord[];
  readonly error?: { readonly kind: string; readonly offset: number; readonly saw: string };
}

/** Reads bytes in the given chunks. */
export function readChunks(chunks: readonly Uint8Array[], plan: Plan, options: JsonReaderOptions): Outcome {
  const records: JsonRecord[] = [];
  try {
    const reader = createReader(
      plan,
      ({ emit, value, pointer, document, start, end }) =>
        void records.push({ emit, value, pointer, document, start, end }),
      options,
    );
    for (const chunk of chunks) reader.feed(chunk);
    reader.end();
    return { records };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { records, error: { kind: error.kind, offset: error.offset, saw: error.saw } };
  }
}

/** Cuts bytes at parts of their length. */
export function cutAt(bytes: Uint8Array, parts: readonly number[]): Uint8Array[] {
  const places = [0, ...parts.map((part) => Math.floor(part * bytes.length)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.slice(places[index], end));
}

/** As text is read from bytes everywhere: without BOM, with U+FFFD for what is no UTF-8. */
export function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
