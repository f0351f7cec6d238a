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

/** A base64 run that is shorter holds no secret; nor do fewer hexadecimal digits. */
const leastBase64 = 20;
const leastDigits = 40;

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

function classOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (classes[code] ?? 0) : 0;
}

/** Every run that is long enough to hold a secret: hexadecimal ones, then those of base64. */
export function encodedRuns(text: string): readonly EncodedRun[] {
  const found: EncodedRun[] = [];
  eachRun(text, isDigit | isBetween, leastDigits, (start, end) => {
    if (count(text, start, end, isDigit) >= leastDigits) found.push(...hexRuns(text.slice(start, end), start));
  });
  eachRun(text, isBase64, leastBase64, (start, end) => {
    // Bytes in base64 have letters of both cases; most long words of a dump have not.
    if (count(text, start, end, isUpper) > 0 && count(text, start, end, isLower) > 0)
      found.push(base64Run(text, start));
  });
  return found;
}

/**
 * Each longest run of at least so many characters of a class. Only every `least`th character is looked at where it is
 * of no such run: one that begins before it would reach it.
 */
function eachRun(text: string, wanted: number, least: number, take: (start: number, end: number) => void): void {
  let from = 0;
  while (from + least <= text.length) {
    const probe = from + least - 1;
    if ((classOf(text, probe) & wanted) === 0) {
      from = probe + 1;
      continue;
    }
    let start = probe;
    while (start > from && (classOf(text, start - 1) & wanted) !== 0) start -= 1;
    let end = probe + 1;
    while (end < text.length && (classOf(text, end) & wanted) !== 0) end += 1;
    if (end - start >= least) take(start, end);
    from = end + 1;
  }
}

/** How many characters are of a class. */
function count(text: string, start: number, end: number, wanted: number): number {
  let sum = 0;
  for (let at = start; at < end; at += 1) if ((classOf(text, at) & wanted) !== 0) sum += 1;
  return sum;
}

/** With the lines that follow, which are found again as runs of their own: that does no harm. */
function base64Run(text: string, start: number): EncodedRun {
  base64.lastIndex = start;
  return { encoding: 'base64', start, text: base64.exec(text)?.[0] ?? '' };
}

function hexRuns(text: string, start: number): readonly EncodedRun[] {
  return [...text.matchAll(hex)].map((match) => ({ encoding: 'hex', start: start + match.index, text: match[0] }));
}
