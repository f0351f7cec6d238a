import type { EdgeRecord } from '../../inspection/edge-record.ts';
import { printable } from '../../printable.ts';
import { span } from '../text/ink.ts';
import { paint, spans, type Page } from '../text/page.ts';
import { hang } from '../text/wrap.ts';
import { accountOf, type Block, type Check, type Entry, type Headline, type Told } from './account.ts';
import { exhibit } from './exhibit.ts';
import type { ToldStep, WalkSide } from './walk.ts';

/** Where the text of a step begins: four of indentation, the mark, the longest name that is common, a gap. */
const stepColumn = 19;
/** Where that of an entry begins. */
const entryColumn = 16;

/**
 * One edge, told as to a colleague: the verdict, the walk with what decided it, the cause, what the
 * application sees, the fix. Endpoints that differ have a block each.
 */
export function explanation(page: Page, edge: EdgeRecord, check: Check | undefined): string[] {
  const { headline, blocks } = accountOf(edge, check);
  return [...headlineLines(page, headline, 0), ...blocks.flatMap((block) => ['', ...blockLines(page, block)])];
}

function headlineLines(page: Page, { mark, text }: Headline, indent: number): string[] {
  return hang(page, [span(' '.repeat(indent)), mark], text, indent + 2);
}

function blockLines(page: Page, { headline, walk, same, ending }: Block): string[] {
  return [
    ...(headline === undefined ? [] : headlineLines(page, headline, 2)),
    ...walk.flatMap((side) => sideLines(page, side)),
    ...(same === undefined ? [] : hang(page, [], spans(span(same, 'dim')), 2)),
    ...(ending.length === 0 ? [] : ['', ...ending.flatMap((entry) => entryLines(page, entry))]),
  ];
}

function sideLines(page: Page, { title, steps }: WalkSide): string[] {
  return [...hang(page, [], title, 2), ...steps.flatMap((step) => stepLines(page, step))];
}

function stepLines(page: Page, { mark, name, text, evidence }: ToldStep): string[] {
  const lines = hang(page, spans('    ', mark, ` ${name}`), spans(text), stepColumn);
  return [...lines, ...evidence.flatMap((each) => exhibit(page, each, stepColumn))];
}

function entryLines(page: Page, { label, told }: Entry): string[] {
  return told.flatMap((each, at) => toldLines(page, each, at === 0 ? label : ''));
}

function toldLines(page: Page, told: Told, label: string): string[] {
  switch (told.kind) {
    case 'prose':
      return hang(page, spans('  ', span(label, 'strong')), told.text, entryColumn);
    case 'literal':
      return literal(page, label, told.text);
    case 'exhibit':
      return exhibit(page, told.evidence, entryColumn);
  }
}

/** Something to paste: never wrapped; below a sentence it is indented. */
function literal(page: Page, label: string, text: string): string[] {
  const width = label === '' ? entryColumn : entryColumn - 2;
  const lines = printable(text.replace(/\n$/u, '')).split('\n');
  return lines.map((line, at) => {
    const head = at === 0 ? label : '';
    const fill = ' '.repeat(Math.max(width - head.length, 1));
    return paint(page, spans('  ', span(head, 'strong'), fill, span(line, 'code')));
  });
}
