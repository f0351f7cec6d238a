import type { Chunks } from '../bytes/chunks.ts';
import type { Collector } from '../collect.ts';
import { JsonError } from '../json/error.ts';
import type { Plan } from '../json/plan.ts';
import { createReader } from '../json/reader.ts';

/** Why reading stopped before the end of the text. */
export interface Interruption {
  /** `cut`: the bytes ended too early. */
  readonly kind: 'cut' | 'syntax' | 'limit';
  readonly saw: string;
  /** Byte offset in the decompressed text. */
  readonly offset: number;
}

/**
 * Reads JSON documents, one after another, along a plan and as far as they are readable. Errors of the bytes'
 * source are thrown.
 */
export async function readJson(chunks: Chunks, plan: Plan, collector: Collector): Promise<Interruption | undefined> {
  const { fillingOf } = collector;
  const reader = createReader(plan, (record) => collector.takeRecord(record), {
    shapes: collector.known.shapes,
    ...(collector.known.twins !== undefined && { twins: collector.known.twins }),
    ...(fillingOf !== undefined && { fillingOf }),
  });
  try {
    for await (const chunk of chunks) reader.feed(chunk);
    reader.end();
    return undefined;
  } catch (error) {
    if (error instanceof JsonError) return { kind: error.kind, saw: error.saw, offset: error.offset };
    throw error;
  }
}
