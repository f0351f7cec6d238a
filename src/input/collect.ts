import type { Place, SourceId } from '../evidence.ts';
import type { Element } from './element.ts';
import type { Found } from './format.ts';
import { Gathered } from './gathered.ts';
import type { FillingOf } from './json/filling.ts';
import type { JsonRecord } from './json/record.ts';
import type { Shape } from './json/shape.ts';
import type { JsonValue, RawResource } from './model.ts';
import { isObject } from './spelling.ts';
import { pointerParser, toPointer } from './pointer.ts';
import type { Recall, Recipe, Taker } from './recall/recall.ts';
import { RecalledResource, ToldResource } from './recall/recalled-resource.ts';
import { recognise } from './recognise.ts';
import type { Shelf } from './shelf/shelf.ts';
import type { Remake } from './shelf/board.ts';

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

/** Gives a shelf for the resources of a document; undefined where there is room for them in memory. */
export type NewShelf = (remake: Remake) => Shelf | undefined;

/**
 * Asks the formats about each element of a source, in their order. Documents that follow one another in one stream
 * are fragments of one dump, until one comes that is of another node, or repeats what is there: that begins the next.
 */
export class Collector {
  readonly #source: SourceId;
  readonly #dumps: Gathered[] = [];
  #document: Gathered;
  #unknown: JsonValue | undefined;
  readonly #recall: Recall;
  readonly #taker: Taker;
  readonly #newShelf: NewShelf;
  #shelf: Shelf | undefined;
  readonly #tokensOf = pointerParser();
  /** The list of the last record that was an item of one, and how many tokens lead to its items. */
  #list = '';
  #depth = 0;

  constructor(source: SourceId, recall: Recall, taker: Taker, newShelf: NewShelf = () => undefined) {
    this.#source = source;
    this.#recall = recall;
    this.#taker = taker;
    this.#newShelf = newShelf;
    this.#shelf = newShelf(this.#remake);
    this.#document = new Gathered(this.#shelf);
  }

  /** Shapes of records, and items, that are known already, and that will be. */
  get known(): Pick<Recall, 'shapes' | 'twins'> {
    return this.#recall;
  }

  /** How texts are filled in for records of the JSON reader, where somebody takes what they hold so. */
  get fillingOf(): FillingOf | undefined {
    const { fillingOf } = this.#taker;
    if (fillingOf === undefined) return undefined;
    return (shape, list) => {
      const recipe = this.#recall.recipeOf(list, shape);
      const [resource, another] = recipe?.resources ?? [];
      if (recipe === undefined || resource === undefined || another !== undefined) return undefined;
      const filling = fillingOf(resource, this.#source);
      if (filling !== undefined) this.#document.add(recipe, false, []);
      return filling;
    };
  }

  /** Takes a record of the JSON reader. */
  takeRecord(record: JsonRecord): void {
    const { pointer, shape, names } = record;
    const recipe = shape === undefined || names === undefined ? undefined : this.#recipeFor(record, shape, names);
    if (recipe === undefined || names === undefined) {
      this.take({ tokens: this.#tokensOf(pointer), value: record.value }, record, record);
      return;
    }
    const isAlone = pointer === '';
    const depth = isAlone ? 0 : this.#depth;
    const shelf = isAlone ? undefined : this.#shelf;
    const resources: RawResource[] = [];
    for (const [nth, { at, pointer: below, make }] of recipe.resources.entries()) {
      const told = make(names, this.#place(`${pointer}${below}`, depth, record));
      const known = told.facts === undefined ? new RecalledResource(told, record, at) : told;
      if (shelf?.take(known, record, nth) === true || this.#taker.take(known)) continue;
      resources.push(known instanceof RecalledResource ? known : new ToldResource(withParts(told, shelf)));
    }
    this.#document.add(recipe, isAlone, resources);
    if (isAlone) this.#finish(true);
  }

  /** What `takeRecord` made of a record, which was an item of a list. */
  readonly #remake: Remake = (record, nth) => {
    const { pointer, shape, names } = record;
    const recipe = shape === undefined || names === undefined ? undefined : this.#recipeFor(record, shape, names);
    const maker = recipe?.resources[nth];
    if (maker !== undefined && names !== undefined)
      return new ToldResource(maker.make(names, this.#place(`${pointer}${maker.pointer}`, this.#depth, record)));
    const element = { tokens: this.#tokensOf(pointer), value: record.value };
    const found = recognise(withoutList(element))?.resources[nth];
    if (found === undefined) throw new Error('what is on a shelf was recognised before');
    return this.#resource(element, record, found);
  };

  /** Only items of lists have recipes, and documents that are one of many. */
  #recipeFor({ pointer }: JsonRecord, shape: Shape, names: readonly string[]): Recipe | undefined {
    if (pointer === '') return this.#recall.recipeFor('', 'document', shape, names);
    const slash = pointer.lastIndexOf('/');
    const first = pointer.charCodeAt(slash + 1);
    if (!(first >= 48 && first <= 57)) return undefined;
    // As a rule it is the same list as before.
    if (slash !== this.#list.length || !pointer.startsWith(this.#list)) {
      this.#list = pointer.slice(0, slash);
      this.#depth = this.#list.split('/').length;
    }
    return this.#recall.recipeFor(pointer, this.#list, shape, names);
  }

  /** `record`: the one that the element is, where it came as such. */
  take(element: Element, place: ElementPlace, record?: JsonRecord): void {
    const recognition = recognise(withoutList(element));
    if (recognition === undefined) {
      if (!isEmpty(element.value)) this.#unknown ??= element.value;
    } else {
      const isAlone = element.tokens.length === 0;
      const shelf = isAlone || record === undefined ? undefined : this.#shelf;
      const resources = recognition.resources
        .map((found) => this.#resource(element, place, found, shelf))
        .filter((resource, nth) => {
          const isOnShelf = record !== undefined && shelf?.take(resource, record, nth) === true;
          return !isOnShelf && !this.#taker.take(resource);
        });
      this.#document.add(recognition, isAlone, resources);
    }
    // What is around everything else comes last: the document is complete.
    if (element.tokens.length === 0 || isDumpInList(element)) this.#finish(true);
  }

  result(): Collected {
    this.#finish(false);
    return { dumps: this.#dumps, ...(this.#unknown === undefined ? {} : { unknown: this.#unknown }) };
  }

  #finish(complete: boolean): void {
    const document = this.#document;
    this.#shelf = this.#newShelf(this.#remake);
    this.#document = new Gathered(this.#shelf);
    if (complete) document.close();
    document.settle();
    if (document.formats.length === 0) return;
    const last = this.#dumps.at(-1);
    if (last?.continuesWith(document) === true) last.append(document);
    else this.#dumps.push(document);
  }

  #resource({ tokens }: Element, place: ElementPlace, { at, ...found }: Found, shelf?: Shelf): RawResource {
    const standing = { ...found, place: this.#place(toPointer([...tokens, ...at]), tokens.length, place) };
    const resource = withParts(standing, shelf);
    const facts = this.#recall.readFacts(resource);
    return facts === undefined ? resource : new ToldResource({ ...resource, facts });
  }

  /** `depth`: how many tokens lead to the element in which the resource at `pointer` stands. */
  #place(pointer: string, depth: number, { document, start, end }: ElementPlace): Place {
    const source = this.#source;
    // Written out, because an object that is put together takes twice the memory, and there are millions of these.
    if (start === undefined || end === undefined) {
      return document === 0 ? { source, pointer } : { source, pointer, document };
    }
    return document === 0 ? { source, pointer, start, end, depth } : { source, pointer, document, start, end, depth };
  }
}

/** What stands in one of several dumps that one list holds (`jq -s`), as it would stand in that dump alone. */
function withoutList(element: Element): Element {
  const [, second] = element.tokens;
  return second === 'configs' ? { ...element, tokens: element.tokens.slice(1) } : element;
}

/** What is left of one of them. */
function isDumpInList({ tokens, value }: Element): boolean {
  return tokens.length === 1 && isObject(value) && typeof value['configs'] === 'object';
}

/** A resource with the parts of it that were taken before. */
function withParts<T extends Pick<RawResource, 'kind' | 'place'>>(resource: T, shelf: Shelf | undefined): T {
  const parts = shelf?.partsOf(resource);
  return parts === undefined ? resource : { ...resource, parts };
}

/** What is left of a wrapper such as `{"configs": […]}` says nothing, and is nothing unknown either. */
function isEmpty(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((member) => typeof member === 'object' && isEmpty(member));
}
