import { span, type Span } from './ink.ts';
import { columns, oneLine, paint, type Page } from './page.ts';
import { wrap } from './wrap.ts';

/** A cell: plain text, or a run with tones. */
export type Cell = string | Span;

const gap = 2;
/** A column is not squeezed below this. */
const leastColumn = 10;

/** A table with a heading in the manner of kubectl; in a narrow terminal cells wrap, nothing is cut off. */
export function table(page: Page, heading: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  return [...tableLines(page, heading, rows)];
}

/** The same line by line, for rows that may be too many for memory: they are gone through twice. */
export function* tableLines(
  page: Page,
  heading: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Generator<string> {
  const titles = heading.map((title) => span(oneLine(title), 'strong'));
  const natural = titles.map((title) => columns(page, [title]));
  for (const row of rows) {
    const cells = spansOf(row);
    for (const [at, width] of natural.entries()) natural[at] = Math.max(width, columns(page, cells.slice(at, at + 1)));
  }
  const widths = squeeze(natural, page.width);
  yield* renderRow(page, titles, widths);
  for (const row of rows) yield* renderRow(page, spansOf(row), widths);
}

function spansOf(row: readonly Cell[]): readonly Span[] {
  return row.map((cell) => {
    const { text, tone } = typeof cell === 'string' ? span(cell) : cell;
    return { text: oneLine(text), tone };
  });
}

/** Takes columns from the widest until the table fits, or everything is as narrow as it may be. */
function squeeze(natural: readonly number[], width: number | undefined): number[] {
  const widths = [...natural];
  if (width === undefined) return widths;
  let excess = widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1) - width;
  for (; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= leastColumn) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function renderRow(page: Page, row: readonly Span[], widths: readonly number[]): string[] {
  const wrapped = row.map((cell, at) => wrap(page, [cell], widths[at] ?? leastColumn));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const run: Span[] = [];
    for (const [at, width] of widths.entries()) {
      const part = wrapped[at]?.[line] ?? [];
      const fill = Math.max(width - columns(page, part), 0) + gap;
      run.push(...part, span(' '.repeat(fill)));
    }
    return paint(page, trimEnd(run));
  });
}

/** Without the empty space after the last cell, which would wrap in a terminal. */
function trimEnd(run: readonly Span[]): readonly Span[] {
  let end = run.length;
  while (end > 0 && run[end - 1]?.text.trim() === '') end -= 1;
  return run.slice(0, end);
}
