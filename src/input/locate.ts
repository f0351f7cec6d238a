import type { Evidence, Place, ResolvedEvidence, SourceId } from '../evidence.ts';
import { collectChunks } from './bytes/chunks.ts';
import { sniff, sniffed } from './bytes/sniff.ts';
import { documentsIn } from './locate/find-json.ts';
import type { ParsedYaml } from './locate/find-yaml.ts';
import { LineIndex } from './locate/line-index.ts';
import { resolveInJson } from './locate/resolve-in-json.ts';
import { sliceFrom, sliceOf, type Slice } from './locate/slice.ts';
import type { SourceTexts } from './source-texts.ts';

/** Looks evidence up in its source. */
export type Locate = (evidence: Evidence) => Promise<ResolvedEvidence>;

/** A text up to this size is kept, so that the next evidence in it is found at once. */
const usuallyKept = 64 * 2 ** 20;
const keptTexts = 4;

/**
 * Looks evidence up by reading its source again: the line and column in the decompressed text, the pointer as the
 * source really spells it, and a short excerpt without secrets. Where a path leads nowhere the nearest thing around it
 * is given, and `absent` says what is not there. Fails when the source cannot be read any more.
 */
export function createLocator(texts: SourceTexts, keptBytes = usuallyKept): Locate {
  const kept = new Map<SourceId, Promise<Text | undefined>>();
  const load = ({ source, start }: Place): Promise<Text | undefined> => {
    // Only YAML has places without offsets, and only that much YAML is ever read as can be kept.
    const limit = start === undefined ? Number.POSITIVE_INFINITY : keptBytes;
    const loading = kept.get(source) ?? loadText(texts, source, limit);
    // The last one asked for stays longest.
    kept.delete(source);
    kept.set(source, loading);
    const oldest = [...kept.keys()][0];
    if (kept.size > keptTexts && oldest !== undefined) kept.delete(oldest);
    return loading;
  };
  return async (evidence) => {
    const { source, start, end } = evidence.place;
    const text = await load(evidence.place);
    if (text === undefined) return resolveInJson(evidence, await sliceOf(texts.open(source), start ?? 0, end ?? 0));
    if (!text.isJson) {
      const { parseForLookup, resolveInYaml } = await import('./locate/resolve-in-yaml.ts');
      text.yaml ??= parseForLookup(text.bytes.toString('utf8'));
      return resolveInYaml(evidence, text.yaml);
    }
    if (start !== undefined) return resolveInJson(evidence, sliceFrom(text.bytes, text.lines, start));
    text.documents ??= documentsIn(text.bytes).map((at) => sliceFrom(text.bytes, text.lines, at));
    const document =
      text.documents[evidence.place.document ?? 0] ?? sliceFrom(text.bytes, text.lines, text.bytes.length);
    return resolveInJson(evidence, document);
  };
}

interface Text {
  readonly bytes: Buffer;
  readonly lines: LineIndex;
  readonly isJson: boolean;
  /** Of YAML; parsed when something is first looked up in it. */
  yaml?: ParsedYaml;
  /** Of JSON; told apart when something is first looked up whose offset is not known. */
  documents?: readonly Slice[];
}

/** Undefined for a text that is too large to keep. */
async function loadText(texts: SourceTexts, source: SourceId, limit: number): Promise<Text | undefined> {
  const tooLarge = new Error('too large to keep');
  try {
    const bytes = await collectChunks(texts.open(source), limit, () => tooLarge);
    return { bytes, lines: new LineIndex(bytes), isJson: sniff(bytes.subarray(0, sniffed)) === 'json' };
  } catch (error) {
    if (error === tooLarge) return undefined;
    throw error;
  }
}
