import type { JsonValue } from './model.ts';

/**
 * A document is handed to the formats not as one tree but as a row of elements, each about as big as one resource,
 * so that a dump of any size can be read. An element is an entry of a section, or what is left of a message when
 * its sections are taken out (they are empty lists in it then). What is inside comes before what is around it.
 */
export interface Element {
  /** Keys and indices from the document's root, as spelled in the source; none for what is left of the root. */
  readonly tokens: readonly string[];
  readonly value: JsonValue;
}

/** Whether an element stands in a list. */
export function isItem({ tokens }: Element): boolean {
  return /^\d+$/.test(tokens.at(-1) ?? '');
}
