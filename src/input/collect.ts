import type { SourceId } from '../evidence.ts';
import type { Element } from './element.ts';
import type { Format, Found, Recognised } from './format.ts';
import { formats } from './formats.ts';
import { Gathered } from './gathered.ts';
import type { JsonValue, RawResource } from './model.ts';
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
  /** One for each proxy and moment that the source's documents tell of; none when nothing was recognised. */
  readonly dumps: readonly Gathered[];
  /** The first thing that no format recognised. */
  readonly unknown?: JsonValue;
}

/**
 * Asks the formats about each element of a source, in their order. Documents that follow one another in one stream
 * are fragments of one dump, until one comes that is of another node, or repeats what is there: that begins the next.
 */
export class Collector {
  readonly #source: SourceId;
  readonly #dumps: Gathered[] = [];
  #document = new Gathered();
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
      const isAlone = element.tokens.length === 0;
      const resources = recognised.resources.map((found) => this.#resource(element, place, found));
      this.#document.add({ ...recognised, isAlone, name: recognised.name ?? format.name, resources });
    }
    // What is around everything else comes last: the document is complete.
    if (element.tokens.length === 0) this.#finish(true);
  }

  result(): Collected {
    this.#finish(false);
    return { dumps: this.#dumps, ...(this.#unknown === undefined ? {} : { unknown: this.#unknown }) };
  }

  #finish(complete: boolean): void {
    const document = this.#document;
    this.#document = new Gathered();
    if (complete) document.close();
    if (document.formats.length === 0) return;
    const last = this.#dumps.at(-1);
    if (last?.continuesWith(document) === true) last.append(document);
    else this.#dumps.push(document);
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
