import { printable } from '../../printable.ts';
import { span, type Ink, type Span } from './ink.ts';
import type { Measure } from './measure.ts';

/** The sheet that text is laid out on. */
export interface Page {
  /**
   * Columns of the terminal; words too long for a line are broken there. Undefined in a pipe: tables are as
   * wide as they like and no word is broken, so that scripts can read them.
   */
  readonly width: number | undefined;
  readonly ink: Ink;
  readonly measure: Measure;
}

/** Prose in a pipe still wants lines that can be read. */
export const proseWidth = 100;

/** Text from a dump on one line: control characters escaped, line breaks and tabs made spaces. */
export function oneLine(text: string): string {
  return printable(text.replaceAll(/[\t\n\r]+/gu, ' '));
}

/** Spans of a sentence; strings are plain. */
export function spans(...parts: readonly (string | Span)[]): readonly Span[] {
  return parts.map((part) => (typeof part === 'string' ? span(part) : part));
}

/** Total columns of a run of spans. */
export function columns(page: Page, run: readonly Span[]): number {
  return run.reduce((sum, { text }) => sum + page.measure(text), 0);
}

/** A run of spans with its colours; every line goes through here, so nothing unescaped reaches a terminal. */
export function paint(page: Page, run: readonly Span[]): string {
  return run
    .map(({ text, tone }) => page.ink({ text: oneLine(text), tone }))
    .join('')
    .trimEnd();
}
