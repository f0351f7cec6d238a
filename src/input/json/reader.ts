import type { Plan } from './plan.ts';
import type { Deliver, JsonRecord } from './record.ts';
import { readText } from './simple.ts';

/** Takes bytes piece by piece and delivers what the plan asks for as soon as it is complete. */
export interface JsonReader {
  /** The next bytes, which may be reused afterwards. Throws `JsonError`; then nothing more may be fed. */
  feed(chunk: Uint8Array): void;
  /** No more bytes. Throws `JsonError`, of kind `cut` where a document is not complete. */
  end(): void;
}

/**
 * A reader for one or several concatenated JSON documents in UTF-8 (a BOM and a bare number before
 * the first are passed over; bytes that are no UTF-8 become U+FFFD).
 */
export function createReader(plan: Plan, deliver: Deliver): JsonReader {
  const chunks: Uint8Array[] = [];
  return {
    feed(chunk) {
      chunks.push(Uint8Array.from(chunk));
    },
    end() {
      readText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(chunks)), plan, deliver);
    },
  };
}

/** All records of bytes that are already in memory. Throws `JsonError`. */
export function readAll(bytes: Uint8Array, plan: Plan): JsonRecord[] {
  const records: JsonRecord[] = [];
  const reader = createReader(plan, (record) => void records.push(record));
  reader.feed(bytes);
  reader.end();
  return records;
}
