import type { Element, ElementSink, Path } from './elements.ts';
import type { Found } from './format.ts';
import { formats } from './formats.ts';
import type { RawResource, RawSections } from './model.ts';
import type { SourceId } from '../evidence.ts';
import { toPointer } from './pointer.ts';
import { sectionList } from './sections.ts';

/** What the formats found in one source. */
export interface Collected {
  readonly resources: RawResource[];
  readonly sections: RawSections;
  /** Names of the formats that recognised something, in the order of the source. */
  readonly formats: readonly string[];
  /** How many elements no format recognised. */
  readonly unknown: number;
}

/** A sink that asks the formats about each element; `result` is called after the last one. */
export function collector(source: SourceId): ElementSink & { readonly result: () => Collected } {
  const resources: RawResource[] = [];
  const seen = new Set<keyof RawSections>();
  const names = new Set<string>();
  let unknown = 0;

  const place = (document: number, element: Element, found: Found): RawResource => {
    const { at, ...rest } = found;
    const pointer = toPointer([...element.path, ...at]);
    return { ...rest, place: { source, pointer, ...(document === 0 ? {} : { document }) } };
  };
  return {
    frame(_document: number, path: Path): void {
      const section = sectionList(path.at(-1))?.section;
      if (section !== undefined) seen.add(section);
    },
    element(document: number, element: Element): void {
      for (const format of formats) {
        const recognised = format.recognise(element);
        if (recognised === undefined) continue;
        names.add(format.name);
        for (const section of recognised.sections ?? []) seen.add(section);
        for (const found of recognised.resources) resources.push(place(document, element, found));
        return;
      }
      if (!isEmptyFrame(element)) unknown += 1;
    },
    result: () => ({ resources, sections: sections(seen), formats: [...names], unknown }),
  };
}

/** What is left of a wrapper such as `{"configs": […]}` says nothing and is nothing unknown either. */
function isEmptyFrame({ value }: Element): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function sections(seen: ReadonlySet<keyof RawSections>): RawSections {
  return {
    bootstrap: seen.has('bootstrap'),
    listeners: seen.has('listeners'),
    clusters: seen.has('clusters'),
    endpoints: seen.has('endpoints'),
    routes: seen.has('routes'),
    secrets: seen.has('secrets'),
  };
}
