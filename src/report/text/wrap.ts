import type { Span } from './ink.ts';
import { columns, oneLine, paint, proseWidth, type Page } from './page.ts';

/** Columns below which hanging text would be a ribbon; it starts on a line of its own instead. */
const leastBody = 24;

/**
 * A label and its text: the text is wrapped and hangs at `column`. A label that reaches beyond pushes the
 * first line, not the rest.
 */
export function hang(page: Page, label: readonly Span[], body: readonly Span[], column: number): string[] {
  const width = page.width ?? proseWidth;
  const narrow = width - column < leastBody;
  const indent = narrow ? Math.min(4, column) : column;
  const taken = columns(page, label);
  const lines = wrap(page, body, Math.max(width - indent, leastBody));
  if (narrow && taken > indent) return [paint(page, label), ...lines.map((line) => indented(page, line, indent))];
  const [first = [], ...rest] = lines;
  const gap = { text: ' '.repeat(Math.max(indent - taken, taken > 0 ? 1 : 0)), tone: 'plain' } as const;
  return [paint(page, [...label, gap, ...first]), ...rest.map((line) => indented(page, line, indent))];
}

function indented(page: Page, line: readonly Span[], indent: number): string {
  return paint(page, [{ text: ' '.repeat(indent), tone: 'plain' }, ...line]);
}

/** Lines of at most `width` columns, broken at spaces, and inside words only where the page allows it. */
export function wrap(page: Page, text: readonly Span[], width: number): Span[][] {
  const lines: Span[][] = [];
  let line: Span[] = [];
  let taken = 0;
  const flush = (): void => {
    lines.push(line);
    line = [];
    taken = 0;
  };
  for (const word of words(text)) {
    const size = columns(page, word);
    if (taken > 0 && taken + 1 + size > width) flush();
    if (taken > 0) {
      line.push({ text: ' ', tone: 'plain' });
      taken += 1;
    }
    if (size <= width || page.width === undefined) {
      line.push(...word);
      taken += size;
      continue;
    }
    for (const part of pieces(page, word, width)) {
      if (taken > 0) flush();
      line.push(part);
      taken = page.measure(part.text);
    }
  }
  if (taken > 0 || lines.length === 0) flush();
  return lines;
}

/** Words of the text; spans that touch without a space belong to one word. */
function words(text: readonly Span[]): Span[][] {
  const all: Span[][] = [];
  let word: Span[] = [];
  for (const { text: raw, tone } of text) {
    const parts = oneLine(raw).split(/ +/u);
    for (const [at, part] of parts.entries()) {
      if (at > 0 && word.length > 0) {
        all.push(word);
        word = [];
      }
      if (part !== '') word.push({ text: part, tone });
    }
  }
  if (word.length > 0) all.push(word);
  return all;
}

let segmenter: Intl.Segmenter | undefined;

/** What people take for characters. ICU's tables take longer to load than all else of a short answer: only where needed. */
function graphemes(text: string): string[] {
  if (/^[ -~]*$/u.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Breaks a long word after a separator where one is near the edge, else at the edge. */
export function pieces(page: Page, word: readonly Span[], width: number): Span[] {
  const all: Span[] = [];
  for (const { text, tone } of word) {
    let rest = graphemes(text);
    while (rest.length > 0) {
      const fits = longestFit(page, rest, width);
      const near = fits === rest.length ? fits : breakAfterSeparator(rest, fits);
      all.push({ text: rest.slice(0, near).join(''), tone });
      rest = rest.slice(near);
    }
  }
  return all;
}

function longestFit(page: Page, characters: readonly string[], width: number): number {
  let taken = 0;
  for (const [at, character] of characters.entries()) {
    taken += page.measure(character);
    if (taken > width) return Math.max(at, 1);
  }
  return characters.length;
}

/** Behind the last slash where that leaves a fair part of the line, else behind another separator, else at the edge. */
function breakAfterSeparator(characters: readonly string[], fits: number): number {
  return lastAfter(characters, fits, '/|', fits / 3) ?? lastAfter(characters, fits, '.:,;-_', fits / 2) ?? fits;
}

function lastAfter(characters: readonly string[], fits: number, separators: string, least: number): number | undefined {
  for (let at = fits; at > least; at -= 1) {
    const before = characters[at - 1];
    if (before !== undefined && separators.includes(before)) return at;
  }
  return undefined;
}
