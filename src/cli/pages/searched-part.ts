/**
 * What of lines that are filled in is searched for secrets. They differ in names only, so what has none is searched
 * once; of each line only the strings with names are, a fourth of it.
 *
 * That is right because nothing that `haveNoSecrets` asks for reaches beyond a quote: no word with which a secret
 * begins has one, and neither has encoded text. Nor do they reach into the line before, from which a comma or a line
 * break sets this one off.
 */
import type { Piece, Stencil } from '../../input/json/filling.ts';

/** Together they hold all that a line holds, but for quotes. */
export interface SearchedPart {
  /** The parts between quotes in which there are names or pointers, in quotes. */
  readonly ofEach: Stencil;
  /** The parts that are the same in all lines. */
  readonly once: string;
}

const quote = '"';
const setsOff = /^[,\n]/u;

/** Undefined where each line is to be searched whole: it is not set off, or something differs before or after all quotes. */
export function searchedPart(line: Stencil): SearchedPart | undefined {
  const [first] = line;
  if (first === undefined || !('text' in first) || !setsOff.test(first.text) || !first.text.includes(quote)) {
    return undefined;
  }
  const ofEach: Piece[] = [{ text: quote }];
  let once = '';
  /** What came since the last quote. */
  let part: Piece[] = [];
  const endPart = (): void => {
    if (part.every(isConstant)) once += part.map(textOf).join('');
    else ofEach.push(...part, { text: quote });
  };
  for (const piece of line) {
    const text = textOf(piece);
    const [start, end] = [text.indexOf(quote), text.lastIndexOf(quote)];
    if (start < 0) {
      part.push(piece);
      continue;
    }
    part.push({ text: text.slice(0, start) });
    endPart();
    once += text.slice(start, end + 1);
    part = [{ text: text.slice(end + 1) }];
  }
  if (!part.every(isConstant)) return undefined;
  endPart();
  return { ofEach, once };
}

function isConstant(piece: Piece): boolean {
  return 'text' in piece;
}

function textOf(piece: Piece): string {
  return 'text' in piece ? piece.text : '';
}
