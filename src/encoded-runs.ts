/**
 * Runs of characters that may be encoded bytes: base64 (also base64url, also broken over lines) and hexadecimal digits.
 * Everything that is written is looked through, so the text is gone over once, and patterns look at what stands out.
 */

/** A run, from `start`, as it stands in the text. */
export interface EncodedRun {
  readonly encoding: 'base64' | 'hex';
  readonly start: number;
  readonly text: string;
}

const base64 = /[A-Za-z0-9+/_-]{20,}(?:(?:\\[rn]|\s)+[A-Za-z0-9+/_-]{8,})*={0,2}/uy;
const hex = /(?:[0-9a-f]{2}[: ]?){20,}/giu;

const [isBase64, isUpper, isLower, isDigit, isBetween] = [1, 2, 4, 8, 16];

/** What each ASCII character may be a part of. */
const classes = classesOf([
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', isBase64 | isUpper],
  ['abcdefghijklmnopqrstuvwxyz', isBase64 | isLower],
  ['0123456789+/_-', isBase64],
  ['0123456789abcdefABCDEF', isDigit],
  [': ', isBetween],
]);

function classesOf(sets: readonly (readonly [characters: string, bits: number])[]): Uint8Array {
  const table = new Uint8Array(128);
  for (const [characters, bits] of sets) {
    for (const character of characters) {
      const code = character.charCodeAt(0);
      table[code] = (table[code] ?? 0) | bits;
    }
  }
  return table;
}

/** Every run that is long enough to hold a secret, in order of where it ends. */
export function encodedRuns(text: string): readonly EncodedRun[] {
  const found: EncodedRun[] = [];
  let [start, seen, digitsStart, digits] = [0, 0, 0, 0];
  // One step behind the end closes what is open.
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    const bits = code < 128 ? (classes[code] ?? 0) : 0;
    if ((bits & isDigit) !== 0) digits += 1;
    else if ((bits & isBetween) === 0 || at === text.length) {
      if (digits >= 40) found.push(...hexRuns(text.slice(digitsStart, at), digitsStart));
      [digits, digitsStart] = [0, at + 1];
    }
    if ((bits & isBase64) !== 0) seen |= bits;
    else {
      // Bytes in base64 have letters of both cases; most long words of a dump have not.
      if (at - start >= 20 && (seen & isUpper) !== 0 && (seen & isLower) !== 0) found.push(base64Run(text, start));
      [start, seen] = [at + 1, 0];
    }
  }
  return found;
}

/** With the lines that follow, which are found again as runs of their own: that does no harm. */
function base64Run(text: string, start: number): EncodedRun {
  base64.lastIndex = start;
  return { encoding: 'base64', start, text: base64.exec(text)?.[0] ?? '' };
}

function hexRuns(text: string, start: number): readonly EncodedRun[] {
  return [...text.matchAll(hex)].map((match) => ({ encoding: 'hex', start: start + match.index, text: match[0] }));
}
