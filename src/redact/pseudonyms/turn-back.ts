/** From pseudonyms to names again, in any text: a report, a redacted dump, a mail. */
import type { PseudonymMap } from './pseudonyms.ts';

/** Replaces every pseudonym of the map. Words come back in lower case, as hosts are compared. */
export function turnedBack(text: string, { words, addresses, digests }: PseudonymMap): string {
  const dashed = Object.entries(addresses).map(
    ([was, is]) => [was.replaceAll('.', '-'), is.replaceAll('.', '-')] as const,
  );
  const back = new Map(
    [...Object.entries(digests), ...dashed, ...Object.entries(addresses), ...Object.entries(words)].map(([was, is]) => [
      is,
      was,
    ]),
  );
  const long = [...back.keys()].filter((pseudonym) => !/^[A-Za-z0-9]+$/u.test(pseudonym));
  // Addresses and digests in base64 hold more than letters and digits; the longest first, as one may begin another.
  const spelled = long
    .toSorted((a, b) => b.length - a.length)
    .map((each) => each.replaceAll(/[.+*?^${}()|[\]\\/]/gu, String.raw`\$&`));
  const pattern = new RegExp([...spelled.map(alone), '[A-Za-z0-9]+'].join('|'), 'gu');
  return text.replaceAll(pattern, (part) => back.get(part) ?? part);
}

/** As a whole: no part of a longer address or digest. Addresses in names of pods may have a domain behind them. */
function alone(spelled: string): string {
  return /^[\d-]+$/u.test(spelled) ? `(?<!\\d-?)${spelled}(?!-?\\d)` : `(?<![\\w.])${spelled}(?![\\w.]*\\w)`;
}
