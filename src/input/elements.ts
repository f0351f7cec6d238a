/**
 * A document as it is handed to the formats: not one tree but a row of elements, each about as big as one
 * resource. So a dump of any size can be read, and what reads the bytes need not know what a dump is.
 */
import type { JsonObject, JsonValue } from './model.ts';
import { snakeCase } from './spelling.ts';
import { isSectionKey } from './sections.ts';

/** Keys and indices from the document's root, as spelled in the source. */
export type Path = readonly (string | number)[];

/**
 * A value found inside a frame that is no frame itself, or, when an object frame closes, the object of all
 * its members that were handed on neither as frames nor on their own (`rest`).
 */
export interface Element {
  readonly path: Path;
  readonly value: JsonValue;
  /** Byte offsets in the decompressed source, [start, end), where the reader knows them. */
  readonly start?: number;
  readonly end?: number;
}

/** Receives one source's documents in their order; `frame` announces each container before its elements. */
export interface ElementSink {
  readonly frame: (document: number, path: Path) => void;
  readonly element: (document: number, element: Element) => void;
}

/**
 * Whether a container at `path` is walked into. Asked only for the root and for children of frames.
 * Objects: their members that are no frames come together, as one element, when the object ends.
 * Arrays: each item that is no frame is an element.
 */
export function isFrame(path: Path, kind: 'object' | 'array'): boolean {
  const last = path.at(-1);
  if (last === undefined) return true;
  if (kind === 'array') {
    if (typeof last !== 'string') return false;
    return isSectionKey(last) || (path.length === 1 && rootLists.has(snakeCase(last)));
  }
  // `configs` is a map in Istio 1.0; an item of a root array may be a section that someone cut out of a dump.
  if (path.length === 1) return last === 'configs' || typeof last === 'number';
  return path.length === 2 && path[0] === 'configs';
}

const rootLists = new Set(['configs', 'items', 'cluster_statuses', 'listener_statuses']);

/** Hands a value that is in memory already to a sink, element by element. */
export function walkElements(document: number, root: JsonValue, sink: ElementSink): void {
  walk(document, [], root, sink);
}

/** Answers whether `value` was a frame, and so has been walked. */
function walk(document: number, path: Path, value: JsonValue, sink: ElementSink): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isList(value)) {
    if (!isFrame(path, 'array')) return false;
    sink.frame(document, path);
    for (const [index, item] of value.entries()) {
      const at = [...path, index];
      if (!walk(document, at, item, sink)) sink.element(document, { path: at, value: item });
    }
    return true;
  }
  if (!isFrame(path, 'object')) return false;
  sink.frame(document, path);
  const rest = Object.entries(value).filter(([key, member]) => !walk(document, [...path, key], member, sink));
  sink.element(document, { path, value: Object.fromEntries(rest) });
  return true;
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
