import type { Span } from '../text/ink.ts';
import { oneLine } from '../text/page.ts';
import { markup, type Html } from './markup.ts';

/** A run of text with its tones. */
export function spansHtml(run: readonly Span[]): Html {
  return markup`${run.map(({ text, tone }) => (tone === 'plain' ? markup`${oneLine(text)}` : markup`<span class="t-${tone}">${oneLine(text)}</span>`))}`;
}
