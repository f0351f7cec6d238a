import { nodeIdOf } from './node-id.ts';
import type { Beginning } from './format.ts';
import type { RawResource, RawSections } from './model.ts';
import { ToldResource } from './recall/recalled-resource.ts';
import { inOrder } from './shelf/in-order.ts';
import type { Shelf } from './shelf/shelf.ts';

type Section = keyof RawSections;

/** What a format found in one element, but for the resources in it. */
export interface Finding {
  readonly name: string;
  readonly sections?: readonly Section[];
  readonly partOf?: Section;
  /** The element begins a dump. */
  readonly begins?: Beginning;
}

/** The same with its parts in memory. */
function withOwnParts(resource: RawResource): RawResource {
  const { parts } = resource;
  if (parts === undefined || !('board' in parts)) return resource;
  const { board, from, to } = parts;
  const own = Array.from({ length: to - from }, (_, index) => board.at(from + index));
  return new ToldResource({ ...resource, parts: own });
}

/** What was found in one document, or in several that belong together. */
export class Gathered {
  readonly #resources: RawResource[] = [];
  readonly #names = new Set<string>();
  readonly #sections = new Set<Section>();
  /** Sections whose resources were met while their document was not yet complete. */
  readonly #open = new Set<Section>();
  /** Sections that stand in a document as a list: met again, they tell of another proxy or moment. */
  readonly #lists = new Set<Section>();
  #node: string | undefined;
  #last: Finding | undefined;
  #beginning: Beginning | undefined;
  readonly #shelves: Shelf[] = [];

  /** `shelf`: where resources go that are too many for memory. */
  constructor(shelf?: Shelf) {
    if (shelf !== undefined) this.#shelves.push(shelf);
  }

  /** `isAlone`: the element is a document of its own. */
  add(finding: Finding, isAlone: boolean, resources: readonly RawResource[]): void {
    // Of ten thousand clusters in a list each is found in the same way.
    if (finding !== this.#last) this.#note(finding, isAlone);
    this.#last = finding;
    for (const resource of resources) {
      this.#resources.push(resource);
      this.#node ??= nodeIdOf(resource);
    }
  }

  #note({ name, sections = [], partOf, begins }: Finding, isAlone: boolean): void {
    this.#beginning ??= begins;
    this.#names.add(name);
    for (const section of sections) {
      this.#sections.add(section);
      this.#lists.add(section);
    }
    if (partOf !== undefined) {
      this.#open.add(partOf);
      if (!isAlone) this.#lists.add(partOf);
    }
  }

  /** Puts resources of the shelf back into memory where they are few: a file may hold many documents. */
  settle(): void {
    const [shelf] = this.#shelves;
    if (shelf === undefined || !shelf.holdsLittle) return;
    const all = inOrder([...this.#resources.map(withOwnParts), ...shelf.resources()]);
    this.#resources.splice(0, this.#resources.length, ...all);
    this.#shelves.length = 0;
    shelf.close();
  }

  /** The document is complete: what it listed is all there was. */
  close(): void {
    for (const section of this.#open) this.#sections.add(section);
    this.#open.clear();
  }

  /** Whether a later document of the same source may speak of the same proxy at the same moment. */
  continuesWith(later: Gathered): boolean {
    if (later.#beginning !== undefined) return false;
    const sameNode = this.#node === undefined || later.#node === undefined || this.#node === later.#node;
    return sameNode && ![...later.#lists].some((section) => this.#lists.has(section));
  }

  append(later: Gathered): void {
    for (const resource of later.#resources) this.#resources.push(resource);
    this.#shelves.push(...later.shelves);
    for (const name of later.#names) this.#names.add(name);
    for (const section of later.#sections) this.#sections.add(section);
    for (const section of later.#lists) this.#lists.add(section);
    this.#node ??= later.#node;
  }

  /** What is said of it where it begins, if anything is. */
  get beginning(): Beginning | undefined {
    return this.#beginning;
  }

  get resources(): readonly RawResource[] {
    return this.#resources;
  }

  /** Those that hold something. */
  get shelves(): readonly Shelf[] {
    return this.#shelves.filter(({ isEmpty }) => !isEmpty);
  }

  get isEmpty(): boolean {
    return this.#resources.length === 0 && this.shelves.length === 0;
  }

  /** Names of the formats that recognised something, in the order of the source. */
  get formats(): readonly string[] {
    return [...this.#names];
  }

  get sections(): RawSections {
    return {
      bootstrap: this.#sections.has('bootstrap'),
      listeners: this.#sections.has('listeners'),
      clusters: this.#sections.has('clusters'),
      endpoints: this.#sections.has('endpoints'),
      routes: this.#sections.has('routes'),
      secrets: this.#sections.has('secrets'),
    };
  }
}
