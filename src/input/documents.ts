import { LineCounter } from 'yaml';
import type { SourceId } from '../evidence.ts';
import { collectChunks } from './bytes/chunks.ts';
import { sniff, sniffed } from './bytes/sniff.ts';
import { JsonError } from './json/error.ts';
import { whole } from './json/plan.ts';
import { createReader } from './json/reader.ts';
import { masked } from './locate/mask.ts';
import type { JsonValue } from './model.ts';
import { fromPointer } from './pointer.ts';
import type { SourceTexts } from './source-texts.ts';
import { asJson, parseYaml } from './text/read-yaml.ts';
import { Unusable } from './unusable.ts';

/** A document is held whole; a larger one is for the commands that read it piece by piece. */
const largest = 512 * 2 ** 20;

/**
 * All documents of a source as they stand in it, with everything the formats do not read; of one that is cut
 * off, those before it. Values may be secret: show them through `shownValue` only.
 */
export async function readDocuments(texts: SourceTexts, source: SourceId): Promise<readonly JsonValue[]> {
  const bytes = await collectChunks(
    texts.open(source),
    largest,
    () => new Unusable('too-large', 'a document too large to hold in memory', 'cut out the part that matters, with jq'),
  );
  if (sniff(bytes.subarray(0, sniffed)) !== 'json') {
    return parseYaml(bytes.toString('utf8'), new LineCounter()).map((document) => asJson(document.toJS()));
  }
  const documents: JsonValue[] = [];
  const reader = createReader({ ...whole, emit: 'document' }, ({ value }) => void documents.push(value));
  try {
    reader.feed(bytes);
    reader.end();
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  return documents;
}

/** The value at a pointer as it may be shown: secrets masked by the fields around them. */
export function shownValue(value: JsonValue, pointer: string): JsonValue {
  return masked(value, fromPointer(pointer));
}
