/** Text from dumps in Markdown, where it must be neither mark-up nor HTML, link or mention, wherever it is pasted. */
import { printable } from '../../printable.ts';
import { oneLine } from '../text/page.ts';

/** Words that no Markdown, chat or issue tracker reads anything into; `deadbeef` would be a commit. */
const word = /^["'“‘(]*(?!www|https?)\p{L}[\p{L}’']*(?:-\p{L}+)*[)"'”’.,;:!?]*$/u;
const commit = /^\W*[0-9a-f]{7,}\W*$/iu;
const numeral = /^[("]*\d{1,4}[)".,;:]*$/u;
const sign = /^(?:→|–|✓|✗|\?|!|%|=)$/u;
/** What may stand around a name without being a part of it. */
const around = /^(?<before>["'“‘(]*)(?<name>.*?)(?<after>[)"'”’.,;:!?]*)$/u;

/** A sentence on one line: words are as they are, and whatever might mean something is shown as code. */
export function inText(text: string): string {
  return oneLine(text).trim().split(/ +/u).map(harmless).join(' ');
}

function harmless(token: string): string {
  if (token === '' || numeral.test(token) || sign.test(token)) return token;
  if (word.test(token) && !commit.test(token)) return token;
  const { before = '', name = '', after = '' } = around.exec(token)?.groups ?? {};
  return name === '' ? inCode(token) : `${before}${inCode(name)}${after}`;
}

/** Code on one line, whatever backticks are in it. */
export function inCode(text: string): string {
  const plain = oneLine(text).trim();
  if (plain === '') return '';
  const fence = '`'.repeat(longestRun(plain) + 1);
  const gap = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${gap}${plain}${gap}${fence}`;
}

/** A cell of a table: there a bar ends the cell even within code, and a backslash may hide the one that stops it. */
export function inCell(markdown: string): string {
  return markdown.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}

/** A block of code. */
export function codeBlock(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${printable(text.replace(/\n$/u, ''))}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
}
