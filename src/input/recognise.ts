import type { Element } from './element.ts';
import type { Recognised } from './format.ts';
import { formats } from './formats.ts';

/** What the first format that knows an element makes of it. */
export interface Recognition extends Recognised {
  /** Of the format, in words people know. */
  readonly name: string;
}

/** Asks the formats about an element, in their order; undefined when it is of none. */
export function recognise(element: Element): Recognition | undefined {
  for (const format of formats) {
    const recognised = format.recognise(element);
    if (recognised !== undefined) return { ...recognised, name: recognised.name ?? format.name };
  }
  return undefined;
}
