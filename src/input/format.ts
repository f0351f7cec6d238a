import type { Element } from './element.ts';
import type { RawResource, RawSections } from './model.ts';

/** One resource that a format found in an element; `at` leads from the element to the message. */
export interface Found extends Omit<RawResource, 'place'> {
  readonly at: readonly string[];
}

/** What is said of a dump where it begins. */
export interface Beginning {
  /** Whose it is: `NAMESPACE/NAME` or `NAME`. */
  readonly proxy?: string;
  /** It was cut short when it was read first. */
  readonly incomplete: boolean;
}

/** What a format makes of one element. */
export interface Recognised {
  readonly resources: readonly Found[];
  /** Sections that the element shows to have been there, even when nothing stands in them. */
  readonly sections?: readonly (keyof RawSections)[];
  /** The section that the element is a part of, and that is there once the document is read to its end. */
  readonly partOf?: keyof RawSections;
  /** A name more precise than the format's. */
  readonly name?: string;
  /** The element begins a dump of its own, whatever came before it. */
  readonly begins?: Beginning;
}

/** One shape in which people have what proxies or clusters say; recognised by content, never by file name. */
export interface Format {
  /** In words people know: `config_dump`, `istioctl pc cluster -o json`. */
  readonly name: string;
  /** What the element holds, or undefined when it is none of this format's. */
  readonly recognise: (element: Element) => Recognised | undefined;
}
