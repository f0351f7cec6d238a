/**
 * What of lines that are filled in is searched for secrets. They differ in names only, so what has none is searched
 * once; of each line only the strings with names are, a fourth of it.
 *
 * That is right because nothing that `haveNoSecrets` asks for reaches beyond a quote: no word with which a secret
 * begins has one, and neither has encoded text. Nor do they reach into the line before, from which a comma or a line
 * break sets this one off.
 */
import type { Piece, Stencil } from '../../input/json/filling.ts';
import { haveNoSecrets } from '../../secrets/find-secrets.ts';

const quote = '"';
const setsOff = /^[,\n]/u;

/**
 * The parts between quotes in which there are names or pointers, each with the quote that ends it; the whole line where
 * what is the same in all may hold something, or a name stands in no quotes.
 */
export function searchedPart(text: Stencil): Stencil {
  const [first] = text;
  if (first === undefined || !('text' in first) || !setsOff.test(first.text)) return text;
  const parts = betweenQuotes(text);
  const isConstant = (part: Stencil): boolean => part.every((piece) => 'text' in piece);
  const [start, end] = [parts[0] ?? [], parts.at(-1) ?? []];
  if (!isConstant(start) || !isConstant(end)) return text;
  const constant = parts.filter(isConstant).flatMap((part) => [...part.map(textOf), quote]);
  if (!haveNoSecrets(Buffer.from(constant.join('')))) return text;
  return parts.filter((part) => !isConstant(part)).flatMap((part) => [...part, { text: quote }]);
}

function betweenQuotes(text: Stencil): readonly Stencil[] {
  const parts: Piece[][] = [[]];
  for (const piece of text) {
    const [rest, ...others] = 'text' in piece ? piece.text.split(quote).map((each) => ({ text: each })) : [piece];
    if (rest !== undefined) parts.at(-1)?.push(rest);
    for (const each of others) parts.push([each]);
  }
  return parts.map((part) => part.filter((piece) => !('text' in piece && piece.text === '')));
}

function textOf(piece: Piece): string {
  return 'text' in piece ? piece.text : '';
}
