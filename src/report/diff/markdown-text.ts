/** Text from dumps in Markdown, where it must neither be mark-up nor HTML. */
import { printable } from '../../printable.ts';

/** Characters that mean something in Markdown or HTML somewhere in a line. */
const special = /[\\`*_{}[\]()#+!|<>~&@$^=:-]/gu;

/** Plain text on one line. */
export function inText(text: string): string {
  // Only where it could be taken for mark-up: an escaped dot or dash in every word is hard to read in the source.
  return oneLine(text).replaceAll(special, (character) => (harmless.has(character) ? character : `\\${character}`));
}

const harmless = new Set([':', '-', '=', '^', '$', '(', ')', '+', '!', '~', '{', '}', '&', '@', '#']);

/** Code on one line, whatever backticks are in it. */
export function inCode(text: string): string {
  const plain = oneLine(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(plain) + 1);
  const gap = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${gap}${plain}${gap}${fence}`;
}

/** A block of code. */
export function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${printable(text.replace(/\n$/u, ''))}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/gu, ' '));
}
