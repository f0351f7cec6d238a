import type { SourceId } from '../evidence.ts';
import type { Element } from './element.ts';
import type { Format, Found, Recognised } from './format.ts';
import { formats } from './formats.ts';
import type { JsonValue, RawResource, RawSections } from './model.ts';
import { toPointer } from './pointer.ts';

/** Where an element stands. */
export interface ElementPlace {
  readonly document: number;
  /** Byte offsets in the decompressed source, [start, end), where the reader knows them. */
  readonly start?: number;
  readonly end?: number;
}

/** What the formats found in one source. */
export interface Collected {
  readonly resources: readonly RawResource[];
  readonly sections: RawSections;
  /** Names of the formats that recognised something, in the order of the source. */
  readonly formats: readonly string[];
  /** The first thing that no format recognised. */
  readonly unknown?: JsonValue;
}

/** Asks the formats about each element of a source, in their order. */
export class Collector {
  readonly #source: SourceId;
  readonly #resources: RawResource[] = [];
  readonly #seen = new Set<keyof RawSections>();
  readonly #partial = new Set<keyof RawSections>();
  readonly #names = new Set<string>();
  #unknown: JsonValue | undefined;

  constructor(source: SourceId) {
    this.#source = source;
  }

  take(element: Element, place: ElementPlace): void {
    const match = recognise(element);
    if (match === undefined) {
      if (!isEmpty(element.value)) this.#unknown ??= element.value;
    } else {
      const { format, recognised } = match;
      this.#names.add(recognised.name ?? format.name);
      for (const section of recognised.sections ?? []) this.#seen.add(section);
      if (recognised.partOf !== undefined) this.#partial.add(recognised.partOf);
      for (const found of recognised.resources) this.#resources.push(this.#resource(element, place, found));
    }
    if (element.tokens.length > 0) return;
    // The document is complete: what was listed in it is all there was.
    for (const section of this.#partial) this.#seen.add(section);
    this.#partial.clear();
  }

  result(): Collected {
    const unknown = this.#unknown === undefined ? {} : { unknown: this.#unknown };
    return { resources: this.#resources, sections: allOf(this.#seen), formats: [...this.#names], ...unknown };
  }

  #resource({ tokens }: Element, place: ElementPlace, { at, ...found }: Found): RawResource {
    const { document, start, end } = place;
    const span = start === undefined || end === undefined ? {} : { start, end, depth: tokens.length };
    const pointer = toPointer([...tokens, ...at]);
    return { ...found, place: { source: this.#source, pointer, ...(document === 0 ? {} : { document }), ...span } };
  }
}

function recognise(element: Element): { readonly format: Format; readonly recognised: Recognised } | undefined {
  for (const format of formats) {
    const recognised = format.recognise(element);
    if (recognised !== undefined) return { format, recognised };
  }
  return undefined;
}

/** What is left of a wrapper such as `{"configs": […]}` says nothing, and is nothing unknown either. */
function isEmpty(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((member) => typeof member === 'object' && isEmpty(member));
}

function allOf(seen: ReadonlySet<keyof RawSections>): RawSections {
  return {
    bootstrap: seen.has('bootstrap'),
    listeners: seen.has('listeners'),
    clusters: seen.has('clusters'),
    endpoints: seen.has('endpoints'),
    routes: seen.has('routes'),
    secrets: seen.has('secrets'),
  };
}
